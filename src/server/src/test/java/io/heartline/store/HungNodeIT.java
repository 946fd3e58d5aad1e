package io.heartline.store;

import static io.heartline.store.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.heartline.user.Describe;
import io.heartline.user.PushOutcome;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.UserView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node that hangs, in a process of its own that is stopped: the others answer within the deadline. */
class HungNodeIT {
    private static final StoreConfig CONFIG = StoreConfig.of(1);

    /** The node that will hang: its arguments are the cluster's name and the address of the other. */
    public static final class Hanging {
        private Hanging() {}

        public static void main(String[] args) {
            TestCluster cluster = new TestCluster(CONFIG, 31, args[0]);
            Hazelcast.newHazelcastInstance(cluster.config("hanging", List.of(args[1])));
        }
    }

    @Test
    void everyPushIsAnsweredAsStoredWithinTheDeadlineThoughANodeHangs() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (TestCluster cluster = TestCluster.of(1, CONFIG)) {
            Process hanging = start(cluster);
            try {
                HazelcastInstance member = cluster.member(0);
                TestCluster.awaitUntil(() -> member.getCluster().getMembers().size() == 2);
                TestCluster.awaitUntil(() -> owned(member) < 20);
                cluster.awaitSafe();
                StoreContext here = new StoreContext(InstantSource.system(), new SimpleMeterRegistry(), () -> true);
                Caller caller = new Caller(
                        ((VertxInternal) vertx).createEventLoopContext(),
                        context -> new HazelcastUserStore(member, context, CONFIG, here));
                pushToAll(caller, "before");

                signal(hanging, "STOP");
                long start = System.nanoTime();
                pushToAll(caller, "meanwhile");
                Duration taken = Duration.ofNanos(System.nanoTime() - start);
                System.out.println("100 pushes were stored " + taken + " after a node hung");
                assertThat(taken).isGreaterThan(Duration.ofSeconds(2));
                assertThat(cluster.heldBy(0)).isEqualTo(100);
            } finally {
                hanging.destroyForcibly();
            }
        } finally {
            Caller.answer(vertx.close());
        }
    }

    /**
     * When the node wakes, it carries out commands from before the hang. The other nodes have carried them out meanwhile.
     */
    @Test
    void aNodeThatHungAndWakesChangesNoEpoch() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (TestCluster cluster = TestCluster.of(2, CONFIG)) {
            Process hanging = start(cluster);
            try {
                TestCluster.awaitUntil(() -> cluster.sees(0) == 3 && cluster.sees(1) == 3);
                TestCluster.awaitUntil(() -> owned(cluster.member(0)) + owned(cluster.member(1)) < 25);
                cluster.awaitSafe();
                StoreContext here = new StoreContext(InstantSource.system(), new SimpleMeterRegistry(), () -> true);
                Caller caller = new Caller(
                        ((VertxInternal) vertx).createEventLoopContext(),
                        context -> new HazelcastUserStore(cluster.member(0), context, CONFIG, here));
                pushToAll(caller, "before");
                List<String> epochs = epochs(caller);

                signal(hanging, "STOP");
                pushToAll(caller, "meanwhile");
                TestCluster.awaitUntil(() -> cluster.sees(0) == 2 && cluster.sees(1) == 2);
                signal(hanging, "CONT");
                TestCluster.awaitUntil(() -> cluster.sees(0) == 3 && cluster.sees(1) == 3);
                cluster.awaitSafe();
                pushToAll(caller, "after");

                assertThat(epochs(caller)).isEqualTo(epochs);
            } finally {
                hanging.destroyForcibly();
            }
        } finally {
            Caller.answer(vertx.close());
        }
    }

    private static List<String> epochs(Caller caller) {
        List<Future<UserView>> answers = new ArrayList<>();
        for (int user = 0; user < 100; user++) {
            answers.add(caller.submit("user-" + user, new Describe(Commands.NOW)));
        }
        return answers.stream().map(answer -> Caller.answer(answer).epoch()).toList();
    }

    private static void pushToAll(Caller caller, String id) {
        List<Future<PushOutcome>> answers = new ArrayList<>();
        for (int user = 0; user < 100; user++) {
            answers.add(caller.submit("user-" + user, push(id)));
        }
        answers.forEach(answer -> assertThat(Caller.answer(answer)).isInstanceOf(Pushed.class));
    }

    private static long owned(HazelcastInstance member) {
        return member.getPartitionService().getPartitions().stream()
                .filter(partition -> member.getCluster().getLocalMember().equals(partition.getOwner()))
                .count();
    }

    private static Process start(TestCluster cluster) throws IOException {
        var address = cluster.member(0).getCluster().getLocalMember().getAddress();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(openings());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Hanging.class.getName()));
        command.addAll(List.of(cluster.name(), address.getHost() + ":" + address.getPort()));
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** The {@code --add-…} and {@code -Dhazelcast.…} options of this JVM. */
    private static List<String> openings() {
        Stream<String> arguments = ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
        return arguments
                .filter(argument -> argument.startsWith("--add-") || argument.startsWith("-Dhazelcast."))
                .toList();
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }
}
