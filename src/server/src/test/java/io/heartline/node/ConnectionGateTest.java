package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.gateway.RawClient;
import io.heartline.session.gateway.TestNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits on connections at a real gateway: it refuses a connection before the upgrade. */
class ConnectionGateTest {
    private final AtomicLong now = new AtomicLong(1_763_650_000_000L);
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private void serve(int most, int perSecond) throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.limit = new ConnectionGate(most, perSecond, () -> Instant.ofEpochMilli(now.get()));
        node = new TestNode(choices);
    }

    private RawClient connect() throws IOException {
        return new RawClient(node.port());
    }

    private HttpResponse<String> poll(String session) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + node.port() + "/v1/sockjs/000/" + session + "/xhr");
        HttpRequest poll = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(poll, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aFullNodeRefusesWith503UntilAConnectionEnds() throws Exception {
        serve(2, 0);
        try (RawClient session = connect();
                RawClient handshake = connect()) {
            session.hello("alice", "d").expect("welcome");
            assertThat(handshake.status).isEqualTo(101);
            try (RawClient third = connect()) {
                assertThat(third.status).isEqualTo(503);
                assertThat(third.header("retry-after")).isEqualTo("5");
            }
            HttpResponse<String> sockjs = poll("s1");
            assertThat(sockjs.statusCode()).isEqualTo(503);
            assertThat(sockjs.body()).contains("\"UNAVAILABLE\"");
            session.say("{\"t\":\"bye\"}");
            assertThat(session.closeCode()).isEqualTo(1000);
            TestNode.await(node.empty());

            try (RawClient third = connect()) {
                assertThat(third.status).isEqualTo(101);
            }
        }
    }

    @Test
    void anAddressThatConnectsTooFastIsRefusedWith429UntilItsTimeIsOver() throws Exception {
        serve(100, 3);
        for (int i = 0; i < 2; i++) {
            try (RawClient client = connect()) {
                assertThat(client.status).isEqualTo(101);
            }
        }
        assertThat(poll("s1").statusCode()).isEqualTo(200);
        try (RawClient fast = connect()) {
            assertThat(fast.status).isEqualTo(429);
            assertThat(fast.header("retry-after")).isEqualTo("1");
        }
        HttpResponse<String> sockjs = poll("s2");
        assertThat(sockjs.statusCode()).isEqualTo(429);
        assertThat(sockjs.body()).contains("\"RATE_LIMITED\"");
        now.addAndGet(1_000);

        try (RawClient client = connect()) {
            assertThat(client.status).isEqualTo(101);
        }
    }
}
