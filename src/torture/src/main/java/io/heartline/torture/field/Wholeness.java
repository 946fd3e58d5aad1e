package io.heartline.torture.field;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether the nodes are one cluster in which nothing lacks a copy. Owned by the thread that calls the field. */
final class Wholeness {
    /** Longer than a node's answer about safety is kept: the second time around it is a new one. */
    private static final long AGAIN_MILLIS = 1_500;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Recorder recorder;
    /** What all said last. */
    private List<Look> looks = List.of();

    Wholeness(Recorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Asks all, again and again, until all say twice in a row that they are whole and see the same nodes.
     *
     * @throws NotWhole where that does not come in time
     */
    void await(List<Site> sites, Duration within) throws NotWhole, InterruptedException {
        if (!Await.until(within, PAUSE, () -> areWholeTwice(sites))) {
            throw new NotWhole(
                    "not a whole and safe cluster of " + sites.size() + " within " + within.toSeconds() + " s",
                    looks.stream().map(look -> look.node() + ": " + look.said()).toList());
        }
    }

    private boolean areWholeTwice(List<Site> sites) throws InterruptedException {
        if (!areWhole(sites)) {
            return false;
        }
        TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        return areWhole(sites);
    }

    /** The same ids, as many as there are nodes: then each is every other's, and none of a dead process is among them. */
    private boolean areWhole(List<Site> sites) {
        looks = sites.stream().map(Look::at).toList();
        looks.forEach(this::record);
        return looks.stream().allMatch(look -> look.isWhole(looks.size()))
                && looks.stream().map(Look::ids).distinct().count() == 1;
    }

    private void record(Look look) {
        if (!look.ids().isEmpty()) {
            recorder.record(new Event.ClusterSeen(
                    recorder.now(), look.node(), look.safe(), look.ids().size()));
        }
    }
}
