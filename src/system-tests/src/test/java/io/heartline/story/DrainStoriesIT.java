package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishers whose node drains during their requests. */
class DrainStoriesIT {
    private static final Duration GRACE = Duration.ofSeconds(15);

    /**
     * The time limit of a drain, generous for a busy machine. A node that exceeds its grace period exits with a code other
     * than 0.
     */
    private static final Duration WITHIN = GRACE.multipliedBy(4);

    private static Cluster cluster;

    /** The tests share a cluster of two nodes, which is made whole before each; each has users of its own. */
    @BeforeAll
    static void start() {
        cluster = aCluster("drain").with("--grace-millis=" + GRACE.toMillis()).withNodes(2);
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
    void aPushThatWaitsIsAnsweredWithWhatIsKnownAndTheNodeDoesNotWaitForItsTime() {
        try (Wire publisher = new Wire(cluster.node(2))) {
            publisher.push("{\"user\":\"alice\",\"body\":1,\"id\":\"m1\",\"wait\":\"acked\",\"waitMillis\":30000}");
            eventually(
                    "it is stored",
                    WITHIN,
                    () -> Http.get(cluster.node(1).url() + "/v1/users/alice/messages/m1")
                                    .status()
                            == 200);

            cluster.node(2).terminate();

            Wire.Head head = publisher.head();
            assertThat(head.status()).isEqualTo(202);
            assertThat(result(publisher.json(head)).getString("state")).isEqualTo("stored");
            assertThat(cluster.node(2).awaitExit(WITHIN)).isZero();
        }
    }

    @Test
    void aBatchUnderWayIsAnsweredLineByLineAndNewPushesAreToldToGoElsewhere() {
        try (Wire kept = new Wire(cluster.node(2));
                Wire batch = new Wire(cluster.node(2))) {
            kept.get("/health/live");
            kept.content(kept.head());
            begin(batch, "bob");

            cluster.node(2).terminate();
            int stored = 1 + pushUntilRejected(batch);

            kept.push("{\"user\":\"bob\",\"body\":1}");
            Wire.Head refusal = kept.head();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("retry-after")).isNotEmpty();
            assertThat(refusal.header("connection")).isEqualTo("close");
            assertThat(kept.json(refusal).getString("code")).isEqualTo("UNAVAILABLE");
            assertThat(Http.get(cluster.node(2).url() + "/health/live").status())
                    .isEqualTo(200);
            assertThat(Http.get(cluster.node(2).url() + "/health/ready").status())
                    .isEqualTo(503);
            assertThat(result(push(batch)).getJsonObject("error").getString("code"))
                    .isEqualTo("UNAVAILABLE");
            batch.endChunks();
            assertThat(batch.chunk()).as("after all answers").isEmpty();
            assertThat(cluster.node(2).awaitExit(WITHIN)).isZero();
            assertThat(Http.get(cluster.node(1).url() + "/v1/users/bob").json().getInteger("head"))
                    .isEqualTo(stored);
        }
    }

    @Test
    void aBatchThatItsSenderLeavesOpenIsEndedAndTheNodeLeavesInTime() {
        try (Wire batch = new Wire(cluster.node(2))) {
            begin(batch, "carl");

            cluster.node(2).terminate();

            assertThat(batch.chunk()).as("the end of the answer").isEmpty();
            batch.endChunks();
            assertThat(cluster.node(2).awaitExit(WITHIN)).isZero();
        }
    }

    @Test
    void aNodeThatIsToldToEndWhileItStartsLeavesInGoodOrderToo() {
        cluster.node(2).kill();
        NodeProcess starting = cluster.restart(2);
        eventually("it is in the cluster", NodeProcess.READY_WITHIN, () -> starting.output()
                .contains("is in cluster"));

        starting.terminate();

        assertThat(starting.awaitExit(WITHIN)).isZero();
        assertThat(starting.output()).contains("leaves cluster");
    }

    /** Sends the first line, and reads its answer. */
    private static void begin(Wire batch, String user) {
        batch.beginBatch();
        batch.chunk("{\"user\":\"" + user + "\",\"body\":1}\n");
        assertThat(batch.head().status()).isEqualTo(200);
        assertThat(result(new JsonObject(batch.chunk())).getString("state")).isEqualTo("stored");
    }

    /** Sends line after line; returns the number of pushes stored before the first that was not. */
    private static int pushUntilRejected(Wire batch) {
        AtomicInteger stored = new AtomicInteger();
        eventually("a line is rejected", WITHIN, () -> {
            String state = result(push(batch)).getString("state");
            stored.addAndGet(state.equals("stored") ? 1 : 0);
            return state.equals("rejected");
        });
        return stored.get();
    }

    private static JsonObject push(Wire batch) {
        batch.chunk("{\"user\":\"bob\",\"body\":1}\n");
        return new JsonObject(batch.chunk());
    }

    private static JsonObject result(JsonObject answer) {
        return answer.getJsonArray("results").getJsonObject(0);
    }
}
