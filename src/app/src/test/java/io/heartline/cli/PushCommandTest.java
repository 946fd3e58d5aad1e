package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class PushCommandTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int status = 202;
    private HttpServer node;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/v1/push", this::answer);
        node.start();
    }

    @AfterEach
    void stop() {
        node.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = "{\"answer\":true}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Ended push(String... args) {
        String[] all = Stream.concat(
                        Stream.of(
                                "push",
                                "--url=http://127.0.0.1:" + node.getAddress().getPort()),
                        Stream.of(args))
                .toArray(String[]::new);
        return Ended.run(Map.of(), all);
    }

    @ParameterizedTest
    @CsvSource({"stored, 202, 0", "acked, 200, 0", "acked, 202, 3", "stored, 503, 1", "acked, 504, 1"})
    void theExitCodeTellsWhatBecameOfIt(String wait, int answered, int code) {
        status = answered;

        Ended ended = push("alice", "1", "--wait", wait, "--wait-millis=20");

        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.out() + ended.err()).contains("{\"answer\":true}");
    }

    @Test
    void aPushThatNobodyAcknowledgedSaysSo() {
        assertThat(push("alice", "1", "--wait=acked", "--wait-millis=20").err())
                .contains("stored, but no device has acknowledged it within 20 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "it's", "{hello:world}", "[1,", "1 2", "1,\"user\":\"bob\"", "'x'"})
    void aBodyThatIsNotJsonIsRefusedBeforeItIsSent(String body) {
        Ended ended = push("alice", body);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("BODY: " + body + " is not JSON");
        assertThat(requests).isEmpty();
    }

    @Test
    void theRightWayToQuoteIsShown() {
        assertThat(push("alice", "hello").err()).contains("heartline push alice '\"hello\"'");
        assertThat(push("alice", "it's").err()).contains("heartline push alice '\"it'\\''s\"'");
        assertThat(push("a b", "{hello:world}").err()).contains("heartline push 'a b' '{\"hello\":\"world\"}'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"hello\"", "null", " { \"a\" : 1.50 } ", "[]", "-0.0"})
    void theBodyIsSentAsItIs(String body) {
        assertThat(push("alice", body).code()).isZero();
        assertThat(requests).singleElement().asString().endsWith(",\"body\":" + body + "}");
        assertThat(new JsonObject(requests.get(0)).getString("user")).isEqualTo("alice");
    }
}
