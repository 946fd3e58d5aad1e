package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.dialect.Routes;
import io.heartline.session.dialect.TestRoutes;
import io.heartline.session.gateway.RawClient.Frame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SockJS over real connections: a new one for each request, so that they arrive on different event loops. */
class SockJsTest {
    private static final String CRM = "/wsCrm/sockJs/000/abc123/";
    private static final String FRAMES = "/v1/sockjs/000/abc123/";
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.routes = new Routes(List.of(TestRoutes.crm()));
        choices.gateways = 3;
        node = new TestNode(choices);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
        HttpRequest post =
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return HttpClient.newHttpClient().sendAsync(post, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) {
        return postLater(path, body).join();
    }

    /** The answer to a poll of Alice's page. */
    private String poll() {
        return post(CRM + "xhr?jspCode=alice&t=1", "").body();
    }

    private void until(BooleanSupplier fact) throws Exception {
        TestNode.await(node.until(fact));
    }

    private long acked() {
        return node.entries.state("alice").mailbox().acked();
    }

    @Test
    void thePageOfTheSampleIsServedByPollsOverManyConnections() throws Exception {
        JsonObject info = new JsonObject(HttpClient.newHttpClient()
                .send(request("/wsCrm/sockJs/info?jspCode=alice").build(), HttpResponse.BodyHandlers.ofString())
                .body());
        assertThat(info.getBoolean("websocket")).isTrue();
        assertThat(poll()).isEqualTo("o\n");
        for (int i = 1; i <= 12; i++) {
            int n = i;
            assertThat(post(CRM + "xhr_send?jspCode=alice", "[\"HeartBeat\"]").statusCode())
                    .isEqualTo(204);
            assertThat(poll()).isEqualTo("a[\"HeartBeat\"]\n");
            CompletableFuture<HttpResponse<String>> waiting = postLater(CRM + "xhr?jspCode=alice", "");
            node.push("alice", "{\"n\":" + n + "}");
            assertThat(waiting.join().body()).isEqualTo("a[\"{\\\"n\\\":" + n + "}\"]\n");
            until(() -> acked() == n);
        }
        assertThat(node.entries.state("alice").sessions())
                .singleElement()
                .satisfies(live -> assertThat(live.transport()).isEqualTo("sockjs"));
    }

    @Test
    void aStreamCarriesManyFramesAndWhoHangsUpHasNotTakenTheNext() throws Exception {
        try (Socket browser = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            BufferedReader stream = stream(browser);
            assertThat(frame(stream)).isEqualTo("h".repeat(2_048));
            assertThat(frame(stream)).isEqualTo("o");
            for (int i = 1; i <= 3; i++) {
                int n = i;
                node.push("alice", Integer.toString(n));
                assertThat(frame(stream)).isEqualTo("a[\"" + n + "\"]");
                until(() -> acked() == n);
            }
        }
        until(() -> node.entries.state("alice").sessions().isEmpty());
        node.push("alice", "4");
        assertThat(post("/wsCrm/sockJs/000/next/xhr?jspCode=alice", "").body()).isEqualTo("o\n");
        assertThat(post("/wsCrm/sockJs/000/next/xhr?jspCode=alice", "").body()).isEqualTo("a[\"4\"]\n");
    }

    /** Opens a streaming request on a socket that only the test closes; returns the reader after the response head. */
    private static BufferedReader stream(Socket browser) throws IOException {
        browser.setSoTimeout(20_000);
        String post = "POST " + CRM + "xhr_streaming?jspCode=alice HTTP/1.1\r\nHost: here\r\nContent-Length: 0\r\n\r\n";
        browser.getOutputStream().write(post.getBytes(StandardCharsets.US_ASCII));
        BufferedReader answer =
                new BufferedReader(new InputStreamReader(browser.getInputStream(), StandardCharsets.US_ASCII));
        List<String> head = new ArrayList<>();
        for (String line = answer.readLine(); !line.isEmpty(); line = answer.readLine()) {
            head.add(line);
        }
        assertThat(head).as("a proxy must not buffer").contains("X-Accel-Buffering: no");
        return answer;
    }

    /** Reads one frame, which is an HTTP chunk: its size, the frame, an empty line. */
    private static String frame(BufferedReader stream) throws IOException {
        stream.readLine();
        String frame = stream.readLine();
        assertThat(stream.readLine()).isEmpty();
        return frame;
    }

    @Test
    void eventSourceCarriesEachFrameAsAnEvent() throws Exception {
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(request(CRM + "eventsource?jspCode=alice").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
        try (BufferedReader events = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEmpty();
            assertThat(event(events)).isEqualTo("o");
            for (int i = 1; i <= 2; i++) {
                int n = i;
                node.push("alice", "{\"n\":" + n + "}");
                assertThat(event(events)).isEqualTo("a[\"{\\\"n\\\":" + n + "}\"]");
                until(() -> acked() == n);
            }
        }
        until(() -> node.entries.state("alice").sessions().isEmpty());
    }

    /** Reads one event of one line of data, and the empty line after it. */
    private static String event(BufferedReader events) throws IOException {
        String data = events.readLine();
        assertThat(data).startsWith("data: ");
        assertThat(events.readLine()).isEmpty();
        return data.substring("data: ".length());
    }

    @Test
    void overAWebSocketEachTextIsAFrameOfSockJsAndThePongAcknowledges() throws Exception {
        try (RawClient client = new RawClient(node.port(), CRM + "websocket?jspCode=alice", List.of())) {
            assertThat(client.next().text()).isEqualTo("o");
            client.say("[\"HeartBeat\"]");
            assertThat(client.next().text()).isEqualTo("a[\"HeartBeat\"]");
            until(() -> !node.entries.state("alice").sessions().isEmpty());
            node.push("alice", "\"say \\\"hi\\\"\"");
            assertThat(client.next().text()).isEqualTo("a[\"say \\\"hi\\\"\"]");
            Frame ping = client.next();
            assertThat(acked()).isZero();
            client.frame(RawClient.PONG, true, ping.payload().getBytes());
            until(() -> acked() == 1);
            client.say("nonsense");
            assertThat(client.next().text()).isEqualTo("c[4501,\"PROTOCOL_VIOLATION\"]");
            assertThat(client.closeCode()).isEqualTo(4501);
        }
    }

    /** The n-th frame of heartline.v1 in the answer to a poll. */
    private static JsonObject frame(String polled, int nth) {
        return new JsonObject(new JsonArray(polled.substring(1)).getString(nth));
    }

    @Test
    void theFramesOfHeartlineGoByPollsToo() throws Exception {
        assertThat(post(FRAMES + "xhr", "").body()).isEqualTo("o\n");
        CompletableFuture<HttpResponse<String>> waiting = postLater(FRAMES + "xhr", "");
        String hello = new JsonObject()
                .put("t", "hello")
                .put("user", "alice")
                .put("device", "d")
                .encode();
        assertThat(post(FRAMES + "xhr_send", new JsonArray().add(hello).encode())
                        .statusCode())
                .isEqualTo(204);
        assertThat(frame(waiting.join().body(), 0).getString("t")).isEqualTo("welcome");
        node.push("alice", "{\"n\":1}");
        assertThat(frame(post(FRAMES + "xhr", "").body(), 0).getLong("seq")).isEqualTo(1);
        assertThat(acked()).isZero();
        post(FRAMES + "xhr_send", "[\"{\\\"t\\\":\\\"ack\\\",\\\"seq\\\":1}\"]");
        until(() -> acked() == 1);
        assertThat(node.entries.state("alice").sessions())
                .singleElement()
                .satisfies(live -> assertThat(live.transport()).isEqualTo("sockjs"));
    }

    @Test
    void whatIsNoRequestOfSockJsIsRefusedByName() throws Exception {
        assertThat(post(CRM + "xhr", "").statusCode()).isEqualTo(400);
        assertThat(post(CRM + "xhr_send?jspCode=alice", "[]").statusCode()).isEqualTo(404);
        assertThat(post(CRM + "jsonp?jspCode=alice", "").statusCode()).isEqualTo(404);
        assertThat(Http.status(node.port(), "GET", CRM + "xhr?jspCode=alice")).isEqualTo(405);
        assertThat(Http.status(node.port(), "OPTIONS", CRM + "xhr?jspCode=alice"))
                .isEqualTo(204);
        assertThat(poll()).isEqualTo("o\n");
        assertThat(post(CRM + "xhr_send?jspCode=alice", "nonsense").statusCode())
                .isEqualTo(500);
        assertThat(post(CRM + "xhr_send?jspCode=alice", "[\"" + "x".repeat(140_000) + "\"]")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void anOriginThatMayNotConnectGetsNothingAndOneThatMayCanReadTheAnswers() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest evil = request(CRM + "xhr?jspCode=alice")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpRequest good = request("/wsCrm/sockJs/info")
                .header("Origin", "https://good.example")
                .build();

        assertThat(client.send(evil, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(403);
        assertThat(client.send(good, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("Access-Control-Allow-Origin"))
                .contains("https://good.example");
    }
}
