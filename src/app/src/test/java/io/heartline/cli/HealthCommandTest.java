package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.heartline.trust.ClusterSecret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class HealthCommandTest {
    /** The answers of the node in order; the last one repeats. */
    private final Queue<Integer> statuses = new ArrayDeque<>();

    private String path = "";
    private HttpServer node;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", this::answer);
        node.start();
    }

    @AfterEach
    void stop() {
        node.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        path = exchange.getRequestURI().getPath();
        int status = statuses.size() > 1 ? statuses.remove() : statuses.element();
        byte[] body = ("answer " + status).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + node.getAddress().getPort();
    }

    @Test
    void aNodeThatIsReadyIsWell() {
        statuses.add(200);

        Ended ended = Ended.run(Map.of(), "health", "--url", url());

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("answer 200");
        assertThat(path).isEqualTo("/health/ready");
    }

    @Test
    void aNodeThatIsNotReadyIsNotWellAndItsAnswerIsShown() {
        statuses.add(503);

        Ended ended = Ended.run(Map.of(), "health", "ready", "--url", url());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("answer 503");
    }

    @Test
    void asJsonItIsAnObjectAlsoIfNobodyAnswers() {
        Ended ended = Ended.run(Map.of(), "health", "--json", "--url=http://127.0.0.1:1");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(new JsonObject(ended.out()).getString("error")).startsWith("no node answers at http://127.0.0.1:1");
    }

    @Test
    void whoHasPatienceIsToldWhenItIsWell() {
        statuses.addAll(List.of(503, 503, 200));

        Ended ended = Ended.run(Map.of(), "health", "copied", "--url", url(), "--patience-millis", "60000");

        assertThat(ended.code()).isZero();
        assertThat(path).isEqualTo("/health/copied");
    }

    @Test
    void patienceEnds() {
        statuses.add(503);

        assertThat(Ended.run(Map.of(), "health", "--url", url(), "--patience-millis", "1")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void whereNobodyListensNothingIsWell() {
        node.stop(0);

        Ended ended = Ended.run(Map.of(), "health", "--url", url());

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("no node answers at " + url());
    }

    @Test
    void aNodeOnThisMachineThatSpeaksTlsIsAskedWithoutACheckOfItsCertificate() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                ClusterSecret.of(new byte[32])
                        .busIdentity("a")
                        .keyAndCertificate()
                        .getKeyManagerFactory(null)
                        .getKeyManagers(),
                null,
                null);
        node.stop(0);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context));
        secure.createContext("/", this::answer);
        secure.start();
        statuses.add(200);
        try {
            Ended ended = Ended.run(
                    Map.of(),
                    "health",
                    "--url",
                    "https://127.0.0.1:" + secure.getAddress().getPort());

            assertThat(ended.code()).as(ended.err()).isZero();
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void theNodeBesideItIsAskedByHttpsIfItHasACertificate() {
        assertThat(NodeTls.scheme("http://127.0.0.1:8080", null)).isEqualTo("http://127.0.0.1:8080");
        assertThat(NodeTls.scheme("http://127.0.0.1:8080", "")).isEqualTo("http://127.0.0.1:8080");
        assertThat(NodeTls.scheme("http://127.0.0.1:8080", "/tls.crt")).isEqualTo("https://127.0.0.1:8080");
    }

    @Test
    void theNodeOfThisMachineIsAskedAtItsPort() {
        statuses.add(200);
        String port = Integer.toString(node.getAddress().getPort());

        assertThat(Ended.run(Map.of("HEARTLINE_PORT", port), "health").code()).isZero();
        assertThat(Ended.run(Map.of("HEARTLINE_PORT", "tcp://10.0.0.1:80"), "health", "--port", port)
                        .code())
                .isZero();
    }

    @Test
    void anythingElseCantBeAsked() {
        Ended ended = Ended.run(Map.of(), "health", "happy", "--url", "nowhere");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("'happy'");
    }

    @Test
    void theFileOfTheNodeBesideItIsNoneOfItsBusiness(@TempDir Path folder) throws IOException {
        statuses.add(200);
        Path file = Files.writeString(folder.resolve("heartline.yaml"), "min-nodes: 2\n");

        Ended ended = Ended.run(Map.of("HEARTLINE_CONFIG", file.toString()), "health", "--url", url());

        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
    }
}
