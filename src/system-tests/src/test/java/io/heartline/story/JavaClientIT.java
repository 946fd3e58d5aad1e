package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.story.Cluster.push;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.ClientListener;
import io.heartline.client.ClientOptions;
import io.heartline.client.ClientState;
import io.heartline.client.HeartlineClient;
import io.heartline.client.Message;
import io.heartline.client.PositionStore;
import io.heartline.client.StopReason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java client against nodes that are killed, hung and drained. */
class JavaClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> handled = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void aKilledNodeIsLeftForAnotherAndNothingIsLostOrHandedOverTwice() {
        try (Cluster cluster = aCluster("java-killed").withNodes(3)) {
            HeartlineClient alice = start(options(cluster, 3, 2), this::handle);
            pushNumbers(cluster.node(1), 0, 30);
            awaitHandled(30);

            cluster.node(3).kill();
            pushNumbers(cluster.node(1), 30, 60);

            awaitHandled(60);
            assertThat(handled).containsExactlyElementsOf(numbers(60));
            await(alice.stop());
        }
    }

    @Test
    void aHungNodeIsNoticedByTheClientItself() {
        try (Cluster cluster =
                aCluster("java-hung").with("--heartbeat-millis=1000").withNodes(3)) {
            List<ClientState> states = new CopyOnWriteArrayList<>();
            HeartlineClient alice = start(options(cluster, 3, 2), new ClientListener() {
                @Override
                public Future<?> onMessage(Message message) {
                    return handle(message);
                }

                @Override
                public void onState(ClientState state) {
                    states.add(state);
                }
            });
            pushNumbers(cluster.node(1), 0, 5);
            awaitHandled(5);

            states.clear();
            cluster.node(3).hang();
            eventually("alice leaves the node", PATIENCE, () -> states.stream()
                    .anyMatch(ClientState.Waiting.class::isInstance)); // which may last for an instant only
            eventually("alice is back", PATIENCE, () -> alice.state() instanceof ClientState.Online);
            pushNumbers(cluster.node(1), 5, 10);

            awaitHandled(10);
            assertThat(handled).containsExactlyElementsOf(numbers(10));
            await(alice.stop());
        }
    }

    @Test
    void theNextRunOfAProgramGoesOnWhereTheLastOneWas() {
        try (Cluster cluster = aCluster("java-restart").withNodes(1)) {
            HeartlineClient first = start(options(cluster, 1), this::handle);
            pushNumbers(cluster.node(1), 0, 10);
            awaitHandled(10);
            await(first.stop());
            pushNumbers(cluster.node(1), 10, 20);

            HeartlineClient second = start(options(cluster, 1), this::handle);
            awaitHandled(20);
            assertThat(handled).containsExactlyElementsOf(numbers(20));
            assertThat(devices(cluster)).hasSize(1);

            assertThat(await(second.bye())).isTrue();
            assertThat(second.state()).isEqualTo(new ClientState.Stopped(new StopReason.Bye(true)));
            assertThat(devices(cluster)).isEmpty();
        }
    }

    @Test
    void aClusterThatHasLostEverythingTellsTheApplicationToReload() {
        List<String> told = new CopyOnWriteArrayList<>();
        ClientListener listener = new ClientListener() {
            @Override
            public Future<?> onMessage(Message message) {
                told.add(String.valueOf(message.json()));
                return Future.succeededFuture();
            }

            @Override
            public Future<?> onReset() {
                told.add("reset");
                return Future.succeededFuture();
            }
        };
        try (Cluster cluster = aCluster("java-lost").withNodes(1)) {
            HeartlineClient alice = start(options(cluster, 1), listener);
            push(cluster.node(1), "alice", "1");
            eventually("alice has it", PATIENCE, () -> told.contains("1"));
            await(alice.stop());
        }
        try (Cluster another = aCluster("java-lost-again").withNodes(1)) {
            push(another.node(1), "alice", "2");
            HeartlineClient alice = start(options(another, 1), listener);

            eventually("alice has it", PATIENCE, () -> told.contains("2"));
            assertThat(told).containsExactly("1", "reset", "2");
            await(alice.stop());
        }
    }

    private ClientOptions options(Cluster cluster, int... nodes) {
        String[] urls = IntStream.of(nodes).mapToObj(n -> cluster.node(n).url()).toArray(String[]::new);
        return new ClientOptions(urls).user("alice").store(PositionStore.file(vertx, folder.resolve("alice.json")));
    }

    private HeartlineClient start(ClientOptions options, ClientListener listener) {
        HeartlineClient client = HeartlineClient.create(vertx, options, listener);
        client.start();
        eventually("alice is online", PATIENCE, () -> client.state() instanceof ClientState.Online);
        return client;
    }

    private Future<?> handle(Message message) {
        handled.add((Integer) message.json());
        return Future.succeededFuture();
    }

    private void awaitHandled(int count) {
        eventually(count + " messages, not " + handled, PATIENCE, () -> handled.size() >= count);
    }

    private static List<?> devices(Cluster cluster) {
        JsonObject user = Http.get(cluster.node(1).url() + "/v1/users/alice").json();
        return user.getJsonArray("devices").getList();
    }

    private static void pushNumbers(NodeProcess through, int from, int to) {
        IntStream.range(from, to).forEach(n -> push(through, "alice", Integer.toString(n)));
    }

    private static List<Integer> numbers(int to) {
        return IntStream.range(0, to).boxed().toList();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
