package io.heartline.cli.demo;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.Ports;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's server and its nodes, with processes that do as the test says. */
class PageTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Map<Integer, FakeNode> started = new ConcurrentHashMap<>();
    private final AtomicLong pids = new AtomicLong(100);
    private final HttpClient client = HttpClient.newHttpClient();
    private Nodes nodes;
    private Future<Void> allReady;
    private int port;

    @BeforeEach
    void open() throws Exception {
        port = Ports.free();
        nodes = new Nodes(loop, 3, this::launch);
        await(onLoop(() -> new Page(nodes, number -> 8079 + number).listen(vertx, port)));
        allReady = onLoop(nodes::startAll);
        eventually("all are started", Duration.ofSeconds(10), () -> started.size() == 3);
    }

    @AfterEach
    void close() throws Exception {
        started.values().forEach(node -> node.ready.complete(null));
        eventually("nobody waits for a node", Duration.ofSeconds(10), allReady::isComplete);
        await(vertx.close());
    }

    private NodeProcess launch(int number) {
        FakeNode node = new FakeNode(number, pids.incrementAndGet());
        started.put(number, node);
        return node;
    }

    private void allServe() throws Exception {
        started.values().forEach(node -> node.ready.complete(null));
        await(allReady);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> act) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(turn -> act.get().onComplete(promise));
        return promise.future();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private int post(String path) throws Exception {
        return send("POST", path).statusCode();
    }

    private Map<Integer, String> states() throws Exception {
        Map<Integer, String> states = new HashMap<>();
        new JsonObject(send("GET", "/nodes").body()).getJsonArray("nodes").forEach(each -> {
            JsonObject node = (JsonObject) each;
            states.put(node.getInteger("number"), node.getString("state"));
        });
        return states;
    }

    private void becomes(int number, String state) {
        eventually("node " + number + " is " + state, Duration.ofSeconds(10), () -> states().get(number)
                .equals(state));
    }

    @Test
    void theNodesAreToldWithWhereTheyListenAndTheirPids() throws Exception {
        allServe();

        JsonObject second = new JsonObject(send("GET", "/nodes").body())
                .getJsonArray("nodes")
                .getJsonObject(1);

        assertThat(second.getInteger("number")).isEqualTo(2);
        assertThat(second.getString("url")).isEqualTo("http://127.0.0.1:8081");
        assertThat(second.getString("state")).isEqualTo("serving");
        assertThat(second.getLong("pid")).isEqualTo(started.get(2).pid());
    }

    @Test
    void aNodeServesOnlyOnceItSaysSo() throws Exception {
        assertThat(states()).containsEntry(1, "starting");
        assertThat(allReady.isComplete()).isFalse();
        allServe();
        assertThat(states()).containsEntry(1, "serving");
    }

    @Test
    void aKilledNodeEndsAndIsBroughtBackAsANewProcess() throws Exception {
        allServe();
        FakeNode killed = started.get(2);

        assertThat(post("/nodes/2/kill")).isEqualTo(200);
        assertThat(killed.killed).isTrue();
        assertThat(states()).containsEntry(2, "ending");
        assertThat(post("/nodes/2/start")).as("its ports may not be free yet").isEqualTo(409);
        killed.end.complete(null);
        becomes(2, "ended");

        assertThat(post("/nodes/2/start")).isEqualTo(200);
        eventually("another is there", Duration.ofSeconds(10), () -> started.get(2) != killed);
        becomes(2, "starting");
        started.get(2).ready.complete(null);
        becomes(2, "serving");
    }

    @Test
    void aNodeThatHangsIsWokenAndServesOnceItIsReadyAgain() throws Exception {
        allServe();
        FakeNode node = started.get(2);

        assertThat(post("/nodes/2/hang")).isEqualTo(200);
        assertThat(states()).containsEntry(2, "hung");
        eventually("it is stopped", Duration.ofSeconds(10), () -> node.hangs);
        assertThat(post("/nodes/2/hang")).as("it hangs already").isEqualTo(409);
        assertThat(post("/nodes/2/start")).as("it has not ended").isEqualTo(409);

        assertThat(post("/nodes/2/wake")).isEqualTo(200);
        eventually("it goes on", Duration.ofSeconds(10), () -> !node.hangs);
        becomes(2, "serving");
        assertThat(post("/nodes/2/wake")).isEqualTo(409);
    }

    @Test
    void aNodeThatHangsCanBeKilled() throws Exception {
        allServe();

        assertThat(post("/nodes/2/hang")).isEqualTo(200);
        assertThat(post("/nodes/2/kill")).isEqualTo(200);
        assertThat(started.get(2).killed).isTrue();
    }

    @Test
    void aDrainedNodeIsToldToLeaveAndEnds() throws Exception {
        allServe();
        FakeNode node = started.get(3);

        assertThat(post("/nodes/3/drain")).isEqualTo(200);
        assertThat(states()).containsEntry(3, "draining");
        eventually("it is told to leave", Duration.ofSeconds(10), () -> node.told);
        assertThat(node.killed).isFalse();
        node.end.complete(null);
        becomes(3, "ended");
    }

    @Test
    void aNodeThatHangsIsWokenWhenTheDemoStops() throws Exception {
        allServe();
        FakeNode node = started.get(2);
        post("/nodes/2/hang");
        eventually("it is stopped", Duration.ofSeconds(10), () -> node.hangs);

        await(onLoop(() -> Future.succeededFuture(nodes.stop())));

        assertThat(node.told).isTrue();
        eventually("it goes on, to take the signal", Duration.ofSeconds(10), () -> !node.hangs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kill", "hang", "drain"})
    void theLastNodeIsSparedHoweverTheOthersLeft(String act) throws Exception {
        allServe();

        assertThat(post("/nodes/1/hang")).isEqualTo(200);
        assertThat(post("/nodes/3/drain")).isEqualTo(200);
        assertThat(post("/nodes/2/" + act)).isEqualTo(409);
        assertThat(states()).containsEntry(2, "serving");
        assertThat(post("/nodes/4/" + act)).isEqualTo(404);
    }

    @Test
    void theLastNodeIsSpared() throws Exception {
        allServe();

        assertThat(post("/nodes/1/kill")).isEqualTo(200);
        assertThat(post("/nodes/3/kill")).isEqualTo(200);
        assertThat(post("/nodes/2/kill")).isEqualTo(409);
        assertThat(started.get(2).killed).isFalse();
    }

    @Test
    void whatIsSoAlreadyOrIsNotThereIsRefused() throws Exception {
        allServe();

        assertThat(post("/nodes/1/start")).isEqualTo(409);
        assertThat(post("/nodes/4/kill")).isEqualTo(404);
        assertThat(post("/nodes/one/kill")).isEqualTo(404);
        assertThat(send("GET", "/nodes/1/kill").statusCode()).isEqualTo(405);
        assertThat(states()).doesNotContainValue("ending");
    }

    @Test
    void aNodeThatSomebodyElseKillsEndsToo() throws Exception {
        allServe();
        started.get(3).end.complete(null);
        becomes(3, "ended");
        assertThat(nodes.ended().isComplete()).isFalse();
        started.get(1).end.complete(null);
        started.get(2).end.complete(null);
        await(nodes.ended());
    }

    @Test
    void aNodeThatDoesNotGetReadyIsKilledAndTheStartFails() {
        started.get(2).ready.complete(null);
        started.get(3).ready.complete(null);
        becomes(2, "serving");
        becomes(3, "serving");
        started.get(1).ready.completeExceptionally(new IOException("too late"));

        eventually("the start fails", Duration.ofSeconds(10), () -> allReady.failed());
        assertThat(started.get(1).killed).isTrue();
    }

    @Test
    void whenTheDemoStopsAllAreToldAndNoneIsStartedAnyMore() throws Exception {
        allServe();
        started.get(1).end.complete(null);
        becomes(1, "ended");

        List<NodeProcess> running = await(onLoop(() -> Future.succeededFuture(nodes.stop())));

        assertThat(running).hasSize(2).allMatch(node -> ((FakeNode) node).told);
        assertThat(post("/nodes/1/start")).isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "http://127.0.0.1:1", "null"})
    void aPageFromElsewhereMayNotKill(String origin) throws Exception {
        allServe();

        assertThat(send("POST", "/nodes/1/kill", "Origin", origin).statusCode()).isEqualTo(403);
        assertThat(started.get(1).killed).isFalse();
    }

    @Test
    void theDemosOwnPageMay() throws Exception {
        allServe();

        String origin = "http://127.0.0.1:" + port;
        assertThat(send("POST", "/nodes/1/kill", "Origin", origin).statusCode()).isEqualTo(200);
    }

    @Test
    void aNameThatWasMadeToLeadHereIsRefused() throws IOException {
        String request = "GET /nodes HTTP/1.1\r\nHost: evil.example:" + port + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void thePageAndTheClientAreServed() throws Exception {
        HttpResponse<String> page = send("GET", "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("frame-ancestors 'none'"));
        assertThat(send("GET", "/main.js").headers().firstValue("content-type"))
                .contains("text/javascript; charset=utf-8");
        assertThat(send("GET", "/heartline/index.js").body()).contains("export function connect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/none.js", "/logback.xml", "/heartline/..%2F..%2Flogback.js", "/..%2Flogback.html", "/nodes/1"})
    void nothingElseIs(String path) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(404);
    }
}
