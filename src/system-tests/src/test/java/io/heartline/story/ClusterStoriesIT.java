package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.story.Cluster.push;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guarantees of the protocol, tested with real processes, real sockets and real signals. The tests share a cluster of three
 * nodes with a quorum of two, which is made whole before each; each has users of its own.
 */
class ClusterStoriesIT {
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = aCluster("stories")
                .with("--min-nodes=2")
                .with("--grace-millis=10000")
                .withNodes(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void makeWhole() {
        cluster.restore();
    }

    @Test
    void whatIsPushedOnOneNodeArrivesOnAnother() {
        try (Client ann = Client.of("ann", "phone").connect(cluster.node(3))) {
            JsonObject result = push(cluster.node(1), "ann", "{\"hello\":\"world\"}");

            ann.awaitMessages(1);
            assertThat(ann.bodies()).containsExactly("{\"hello\":\"world\"}");
            assertThat(ann.received().get(0).seq()).isEqualTo(result.getLong("seq"));
            Http.Answer acked = Http.post(
                    cluster.node(2).url() + "/v1/push",
                    "{\"user\":\"ann\",\"body\":1,\"wait\":\"acked\",\"waitMillis\":5000}");
            assertThat(acked.status()).isEqualTo(200);
        }
    }

    @Test
    void aKilledNodeLosesNothingAndNothingComesTwiceUnderOnePosition() {
        try (Client ben = Client.of("ben", "phone").connect(cluster.node(3))) {
            pushNumbers(cluster.node(1), "ben", 0, 50);
            ben.awaitMessages(50);

            cluster.node(3).kill();
            assertThat(ben.awaitClose()).isNotZero();
            pushNumbers(cluster.node(1), "ben", 50, 100);
            ben.connect(cluster.node(2));

            assertThat(ben.welcome().getBoolean("resumed")).isTrue();
            ben.awaitMessages(100);
            assertThat(ben.bodies()).containsExactlyElementsOf(numbers(0, 100));
            assertThat(ben.received().stream().map(Client.Received::seq)).doesNotHaveDuplicates();
        }
    }

    @Test
    void presenceIsTrueSoonAfterANodesDeath() {
        try (Client cleo = Client.of("cleo", "phone").connect(cluster.node(3))) {
            assertThat(user(cluster.node(1), "cleo").getBoolean("online")).isTrue();

            cluster.node(3).kill();

            eventually("cleo is offline", Duration.ofSeconds(30), () -> !user(cluster.node(1), "cleo")
                    .getBoolean("online"));
        }
    }

    /** Needs a quorum: otherwise the woken node, alone, could start new epochs, and clients would lose their positions. */
    @Test
    void aHungNodeIsLeftBehindAndItsClientsResumeElsewhere() {
        try (Client dan = Client.of("dan", "phone").connect(cluster.node(3))) {
            pushNumbers(cluster.node(1), "dan", 0, 10);
            dan.awaitMessages(10);

            cluster.node(3).hang();
            eventually(
                    "node 3 is given up",
                    Duration.ofSeconds(60),
                    () -> Http.get(cluster.node(1).url() + "/v1/cluster")
                                    .json()
                                    .getJsonArray("nodes")
                                    .size()
                            == 2);
            pushRepeating(cluster.node(1), "dan", 10, 20);
            dan.drop();
            dan.connect(cluster.node(2));
            dan.awaitMessages(20);
            cluster.node(3).wake();
            cluster.awaitSize(3);
            pushRepeating(cluster.node(3), "dan", 20, 30);

            dan.awaitMessages(30);
            assertThat(dan.bodies()).containsExactlyElementsOf(numbers(0, 30));
        }
    }

    @Test
    void aDrainedNodeSaysGoodbyeAndEndsInTime() {
        try (Client eve = Client.of("eve", "phone").connect(cluster.node(2))) {
            cluster.node(2).terminate();

            assertThat(eve.awaitClose()).isEqualTo(4000);
            assertThat(eve.frame("goodbye").getInteger("code")).isEqualTo(4000);
            assertThat(eve.frame("goodbye").getLong("retryAfterMillis")).isNotNegative();
            push(cluster.node(1), "eve", "\"meanwhile\"");
            eve.connect(cluster.node(1)).awaitMessages(1);
            assertThat(cluster.node(2).awaitExit(Duration.ofSeconds(30))).isZero();
        }
    }

    @Test
    void aSecondSignalEndsANodeAtOnce() {
        NodeProcess node = cluster.node(2);
        node.terminate();
        eventually("it drains", Duration.ofSeconds(30), () -> node.output().contains("drains"));

        node.terminate();

        assertThat(node.awaitExit(Duration.ofSeconds(9))).isEqualTo(128 + 15);
    }

    @Test
    void aNodeThatJoinsUnderLoadChangesNothingForAnyone() {
        try (Cluster cluster = aCluster("joins").withNodes(1)) {
            List<Client> clients = new ArrayList<>();
            IntStream.range(0, 20)
                    .forEach(i -> clients.add(Client.of("user-" + i, "phone").connect(cluster.node(1))));
            pushToAll(cluster.node(1), clients.size(), 0, 10);
            Thread joining = new Thread(cluster::join);
            joining.start();
            pushToAll(cluster.node(1), clients.size(), 10, 40);
            join(joining);
            pushToAll(cluster.node(2), clients.size(), 40, 50);

            for (Client client : clients) {
                client.awaitMessages(50);
                assertThat(client.bodies()).containsExactlyElementsOf(numbers(0, 50));
                client.close();
            }
        }
    }

    /** The backup is stopped, a push and its retry are sent, and then the owner is killed. */
    @Test
    void nothingAnsweredStoredIsMissingWhenTheBackupHangsAndTheOwnerDies() {
        int users = 40;
        List<String> stored = new ArrayList<>();
        cluster.node(2).hang();
        for (int i = 0; i < users; i++) {
            String push = "{\"user\":\"user-" + i + "\",\"id\":\"m-" + i + "\",\"body\":" + i + "}";
            List<Thread> tries = new ArrayList<>();
            String user = "user-" + i;
            for (int attempt = 0; attempt < 2; attempt++) {
                Thread attempting = new Thread(() -> {
                    if (Http.post(cluster.node(1).url() + "/v1/push", push).status() == 202) {
                        synchronized (stored) {
                            stored.add(user);
                        }
                    }
                });
                attempting.start();
                tries.add(attempting);
            }
            if (i == users - 1) {
                eventually("the first answers came", Duration.ofSeconds(20), () -> {
                    synchronized (stored) {
                        return !stored.isEmpty();
                    }
                });
                cluster.node(3).kill();
                tries.forEach(ClusterStoriesIT::join);
            }
        }
        cluster.node(2).wake();
        cluster.awaitSize(2);

        List<String> promised;
        synchronized (stored) {
            promised = List.copyOf(stored);
        }
        assertThat(promised).isNotEmpty();
        for (String user : promised) {
            assertThat(user(cluster.node(1), user).getInteger("pending"))
                    .as(user)
                    .isEqualTo(1);
        }
    }

    @Test
    void belowMinNodesPushesAreRefusedAndTheNodeIsNotReady() {
        push(cluster.node(1), "fay", "1");

        cluster.node(2).kill();
        cluster.node(3).kill();

        eventually(
                "pushes are refused",
                Duration.ofSeconds(30),
                () -> Http.post(cluster.node(1).url() + "/v1/push", "{\"user\":\"fay\",\"body\":2}")
                                .status()
                        == 503);
        assertThat(Http.get(cluster.node(1).url() + "/health/ready").status()).isEqualTo(503);
        assertThat(Http.get(cluster.node(1).url() + "/health/live").status()).isEqualTo(200);
    }

    private static JsonObject user(NodeProcess node, String user) {
        return Http.get(node.url() + "/v1/users/" + user).json();
    }

    private static void pushNumbers(NodeProcess through, String user, int from, int to) {
        for (int i = from; i < to; i++) {
            push(through, user, Integer.toString(i));
        }
    }

    /** Pushes as a careful publisher does: repeats the same id until it is answered. */
    private static void pushRepeating(NodeProcess through, String user, int from, int to) {
        for (int i = from; i < to; i++) {
            String push = "{\"user\":\"" + user + "\",\"id\":\"" + user + "-" + i + "\",\"body\":" + i + "}";
            eventually("push " + i + " is stored", Duration.ofSeconds(30), () -> {
                int status = Http.post(through.url() + "/v1/push", push).status();
                assertThat(status).isIn(202, 503, 504);
                return status == 202;
            });
        }
    }

    private static void pushToAll(NodeProcess through, int users, int from, int to) {
        JsonArray all = new JsonArray();
        IntStream.range(0, users).forEach(i -> all.add("user-" + i));
        for (int i = from; i < to; i++) {
            Http.Answer answer =
                    Http.post(through.url() + "/v1/push", "{\"users\":" + all.encode() + ",\"body\":" + i + "}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("rejected").doesNotContain("unknown");
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static void join(Thread thread) {
        try {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
