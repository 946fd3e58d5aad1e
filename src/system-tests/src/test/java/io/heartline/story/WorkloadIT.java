package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.MemoryRecorder;
import io.heartline.torture.workload.Count;
import io.heartline.torture.workload.FinalState;
import io.heartline.torture.workload.Workload;
import io.heartline.torture.workload.WorkloadConfig;
import io.heartline.torture.workload.WorkloadConfig.Bus;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import io.heartline.torture.workload.WorkloadConfig.Pushes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WorkloadIT {
    private static final Duration LOAD = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Vertx vertx = Vertx.vertx();
    private final MemoryRecorder notes = MemoryRecorder.live();

    @AfterEach
    void closeVertx() throws Exception {
        await(vertx.close());
    }

    @Test
    void onHealthyNodesAllThatIsStoredIsDeliveredAndNothingStaysOwed() throws Exception {
        try (Cluster cluster =
                aCluster("workload").with("--ack-within-millis=2000").withNodes(3)) {
            WorkloadConfig config = WorkloadConfig.of(7)
                    .with(new Crowd(30, 3, Duration.ofHours(1), Duration.ofSeconds(2)))
                    .with(Pushes.of(100))
                    .with(new Bus(cluster.name(), "127.0.0.1", 0.2));

            Workload workload = await(Workload.start(vertx, config, sites(cluster, 3), notes));
            await(vertx.timer(LOAD.toMillis()));
            eventually("pushes over HTTP and over the bus", SOON, () -> triedChannels()
                    .containsAll(List.of(Event.Channel.values())));
            await(workload.calm());
            FinalState settled = await(workload.settle());
            await(workload.close());

            Map<Count, Long> counts = workload.counts();
            assertThat(settled.isClean()).as("%s, %s", settled, counts).isTrue();
            assertThat(counts.get(Count.STORED)).isGreaterThan(50).isEqualTo(counts.get(Count.BEGUN));
            assertThat(counts.get(Count.ODD)).isZero();
            assertThat(lost()).isEmpty();
            assertThat(notes.events(Event.Phase.class))
                    .extracting(Event.Phase::name)
                    .containsExactly("load", "calm", "end");
            assertThat(lastSeen()).hasSize(30).allSatisfy((user, seen) -> {
                assertThat(seen.pending()).isZero();
                assertThat(seen.sessions()).isEmpty();
            });
        }
    }

    private Set<Event.Channel> triedChannels() {
        return notes.events(Event.Tried.class).stream()
                .map(Event.Tried::channel)
                .collect(Collectors.toSet());
    }

    /** Ids of stored messages that no device of their user received. */
    private List<String> lost() {
        Map<Long, String> users =
                notes.events(Dialled.class).stream().collect(Collectors.toMap(Dialled::link, Dialled::user));
        Set<String> delivered = notes.events(Delivered.class).stream()
                .map(came -> users.get(came.link()) + " " + came.id())
                .collect(Collectors.toSet());
        return notes.events(Answered.class).stream()
                .filter(answer -> answer.fate() == Fate.STORED)
                .map(answer -> answer.user() + " " + answer.id())
                .filter(stored -> !delivered.contains(stored))
                .toList();
    }

    /** The last view of each user. */
    private Map<String, UserSeen> lastSeen() {
        return notes.events(UserSeen.class).stream()
                .collect(Collectors.toMap(UserSeen::user, seen -> seen, (early, late) -> late));
    }

    private static List<Site> sites(Cluster cluster, int nodes) {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(
                        n -> new Site("node-" + n, "127.0.0.1", cluster.node(n).port(), memberPort(cluster.member(n))))
                .toList();
    }

    private static int memberPort(String member) {
        return Integer.parseInt(member.substring(member.indexOf(':') + 1));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(4, TimeUnit.MINUTES);
    }
}
