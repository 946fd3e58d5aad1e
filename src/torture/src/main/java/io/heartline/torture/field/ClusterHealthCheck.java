package io.heartline.torture.field;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Checks that the nodes are one cluster with complete replicas. Owned by the thread that calls the field. */
final class ClusterHealthCheck {
    /** Longer than a node caches its answer about safety, so that the second answer is a new one. */
    private static final long AGAIN_MILLIS = 1_500;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Recorder recorder;
    /** The latest answers of all nodes. */
    private List<NodeStatus> statuses = List.of();

    ClusterHealthCheck(Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Asks all nodes repeatedly, until twice in a row all are whole and safe and see the same members.
     *
     * @throws NotWhole if that takes too long
     */
    void await(List<Site> sites, Duration within) throws NotWhole, InterruptedException {
        if (!Await.until(within, PAUSE, () -> areWholeTwice(sites))) {
            throw new NotWhole(
                    "not a whole and safe cluster of " + sites.size() + " within " + within.toSeconds() + " s",
                    statuses.stream()
                            .map(status -> status.node() + ": " + status.said())
                            .toList());
        }
    }

    private boolean areWholeTwice(List<Site> sites) throws InterruptedException {
        if (!areWhole(sites)) {
            return false;
        }
        TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        return areWhole(sites);
    }

    /** True if all see the same ids, one for each node: then none of them is of a dead process. */
    private boolean areWhole(List<Site> sites) {
        statuses = sites.stream().map(NodeStatus::of).toList();
        statuses.forEach(this::record);
        return statuses.stream().allMatch(status -> status.isWhole(statuses.size()))
                && statuses.stream().map(NodeStatus::ids).distinct().count() == 1;
    }

    private void record(NodeStatus status) {
        if (!status.ids().isEmpty()) {
            recorder.record(new Event.ClusterSeen(
                    recorder.now(), status.node(), status.safe(), status.ids().size()));
        }
    }
}
