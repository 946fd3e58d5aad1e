package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.TestConfig;
import io.heartline.session.gateway.RawClient.Frame;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backlog that is larger than the socket's buffers, over a real socket. */
class BacklogTest {
    private static final String LARGE = '"' + "x".repeat(60_000) + '"';
    private static final int MANY = 300; // 18 MB: more than the kernel's buffers

    private final TestNode.Choices choices = new TestNode.Choices();
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    @Test
    void aClientThatReadsLateGetsEverythingInOrderWithoutAnyAcknowledgement() throws Exception {
        choices.config = TestConfig.window(1_000, 1 << 30);
        node = new TestNode(choices);
        try (RawClient client = new RawClient(node.port())) {
            client.hello("alice", "d").expect("welcome");
            for (int i = 0; i < MANY; i++) {
                node.push("alice", LARGE);
            }
            for (int seq = 1; seq <= MANY; seq++) {
                Frame frame = client.next();
                assertThat(frame.text()).contains("\"seq\":" + seq + ",");
            }
        }
    }

    @Test
    void aBacklogIsSentWithoutAnyAcknowledgementAsFarAsTheWindowReaches() throws Exception {
        choices.config = TestConfig.window(1_000, 1 << 30);
        node = new TestNode(choices);
        for (int i = 0; i < MANY; i++) {
            node.push("alice", LARGE);
        }
        try (RawClient client = new RawClient(node.port())) {
            assertThat(client.hello("alice", "d").expect("welcome").getInteger("pending"))
                    .isEqualTo(MANY);
            for (int seq = 1; seq <= MANY; seq++) {
                assertThat(client.next().text()).contains("\"seq\":" + seq + ",");
            }
        }
    }

    @Test
    void aClientThatNeverReadsIsClosedAsSlow() throws Exception {
        choices.config = TestConfig.impatient(Duration.ofMillis(400));
        node = new TestNode(choices);
        try (RawClient client = new RawClient(node.port())) {
            client.hello("alice", "d").expect("welcome");
            for (int i = 0; i < MANY; i++) {
                node.push("alice", LARGE);
            }
            TestNode.await(node.empty());
        }
        assertThat(node.meters
                        .counter("heartline.session.closed", "code", "4002")
                        .count())
                .isEqualTo(1);
    }
}
