package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.TrustedProxies;
import io.heartline.session.gateway.RawClient;
import io.heartline.session.gateway.TestNode;
import io.heartline.testsupport.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limits on connections at a real gateway: it refuses a connection before the upgrade. */
class ConnectionGateTest {
    private final AtomicLong now = new AtomicLong(1_763_650_000_000L);
    private TrustedProxies proxies = TrustedProxies.NONE;
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private void serve(int most, int perSecond) throws Exception {
        serve(most, Integer.MAX_VALUE, perSecond);
    }

    private void serve(int most, int extra, int perSecond) throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        ConnectionGate.Share share = new ConnectionGate.Share(most, extra, perSecond, 1 << 20);
        choices.limit = new ConnectionGate(share, proxies, () -> Instant.ofEpochMilli(now.get()));
        choices.clock = () -> Instant.ofEpochMilli(now.get());
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
            isLetIn();
        }
    }

    /** Connects until a connection is let in: one that was closed may still count for a moment. */
    private void isLetIn() {
        Eventually.eventually("a connection is let in", Duration.ofSeconds(20), () -> {
            try (RawClient client = connect()) {
                return client.status == 101;
            }
        });
    }

    /** A connection that has asked for something and has read the answer. */
    private Socket asked(String path) throws IOException {
        Socket socket = open();
        assertThat(ask(socket, path)).startsWith("HTTP/1.1 404");
        return socket;
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** The head of the answer; the answers here have no content. */
    private static String ask(Socket socket, String path) throws IOException {
        return ask(socket, "GET", path);
    }

    private static String ask(Socket socket, String method, String path) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            assertThat(read).as("after %s", head).isNotNegative();
            head.append((char) read);
        }
        return head.toString();
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void aConnectionOfAnyKindTakesAPlace() throws Exception {
        serve(2, 0);
        try (Socket one = asked("/x");
                Socket two = asked("/x")) {
            try (RawClient third = connect()) {
                assertThat(third.status).isEqualTo(503);
                assertThat(third.header("connection")).isEqualTo("close");
            }
            assertThat(poll("s1").statusCode()).isEqualTo(503);
            one.close();
            isLetIn();
            assertThat(two.isClosed()).isFalse();
        }
    }

    @Test
    void aPolledSessionTakesAPlaceAlsoBetweenItsPolls() throws Exception {
        serve(1, 0);
        try (Socket socket = open()) {
            assertThat(ask(socket, "POST", "/v1/sockjs/000/s1/xhr")).startsWith("HTTP/1.1 200");
        }
        Eventually.eventually("only the session is left", Duration.ofSeconds(20), () -> {
            try (Socket socket = open()) {
                return !ask(socket, "/x").contains("close");
            }
        });
        try (RawClient client = connect()) {
            assertThat(client.status).isEqualTo(503);
        }
    }

    @Test
    void onAFullNodeARequestIsStillAnsweredAndItsConnectionIsNotKept() throws Exception {
        serve(1, 0);
        try (Socket first = asked("/x");
                Socket second = open()) {
            assertThat(ask(second, "/v1/push")).startsWith("HTTP/1.1 404").contains("connection: close");
            assertThat(isClosed(second)).isTrue();
            assertThat(ask(first, "/x")).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void whereTooManyConnectionsAreIdleAHealthCheckTakesThePlaceOfTheOldest() throws Exception {
        serve(1, 0);
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            silent.add(open());
        }
        try (Socket probe = asked("/health/live")) {
            assertThat(isClosed(silent.get(0))).isTrue();
            assertThat(probe.isConnected()).isTrue();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void noMoreConnectionsAreOpenThanTheSystemAllows() throws Exception {
        serve(2, 1, 0);
        try (Socket first = open();
                Socket second = open();
                Socket third = open();
                Socket fourth = open()) {
            assertThat(isClosed(first)).isTrue();
            for (Socket kept : List.of(second, third, fourth)) {
                assertThat(ask(kept, "/x")).startsWith("HTTP/1.1 404");
            }
        }
    }

    @Test
    void connectionsOfAnyKindButHealthChecksCountAgainstTheRate() throws Exception {
        serve(100, 3);
        for (int i = 0; i < 5; i++) {
            asked("/health/live").close();
        }
        for (int i = 0; i < 3; i++) {
            try (Socket socket = asked("/x")) {
                assertThat(ask(socket, "/x")).startsWith("HTTP/1.1 404");
            }
        }
        try (RawClient fast = connect()) {
            assertThat(fast.status).isEqualTo(429);
        }
        asked("/x").close(); // requests are answered all the same
        now.addAndGet(1_000);
        try (RawClient client = connect()) {
            assertThat(client.status).isEqualTo(101);
        }
    }

    @Test
    void theNumberOfConnectionsThatIsAllowedByDefaultFollowsTheHeap() {
        assertThat(SessionLimit.ofHeap(64 << 20).most()).isEqualTo(4_096);
        assertThat(SessionLimit.ofHeap(512 << 20).most()).isEqualTo(32_768);
        assertThat(SessionLimit.ofHeap(64L << 30).most()).isEqualTo(1_000_000);
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

    @Test
    void clientsBehindAProxyAreCountedByTheirOwnAddress() throws Exception {
        proxies = TrustedProxies.of(List.of("127.0.0.0/8"));
        serve(100, 1);
        for (int client = 1; client <= 3; client++) {
            try (RawClient other = new RawClient(node.port(), "X-Forwarded-For: 198.51.100." + client)) {
                assertThat(other.status).isEqualTo(101);
            }
        }
        try (RawClient again = new RawClient(node.port(), "X-Forwarded-For: 6.6.6.6, 198.51.100.1")) {
            assertThat(again.status).as("what it says itself does not count").isEqualTo(429);
        }
    }

    @Test
    void whoIsNoProxyIsNotBelieved() throws Exception {
        serve(100, 1);
        try (RawClient client = new RawClient(node.port(), "X-Forwarded-For: 198.51.100.1")) {
            assertThat(client.status).isEqualTo(101);
        }
        try (RawClient client = new RawClient(node.port(), "X-Forwarded-For: 198.51.100.2")) {
            assertThat(client.status).isEqualTo(429);
        }
    }
}
