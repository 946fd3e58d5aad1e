package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The reason of a refused connection. A browser tells a page only that its WebSocket failed, so the page asks once more
 * over HTTP, and its author reads the log.
 */
class RefusedConnectionTest {
    private static final String EVIL = "https://evil.example";

    private final TestNode.Choices choices = new TestNode.Choices();
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void aForbiddenOriginAndTheOptionThatAllowsItAreNamed() throws Exception {
        HttpResponse<String> answer = ask("/v1/connect", EVIL);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(detail(answer)).contains(EVIL, "--origins");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aPageOfAnyOriginMayReadWhyItMayNotConnect() throws Exception {
        assertThat(ask("/v1/connect", EVIL).headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly("*");
        assertThat(ask("/v1/sockjs/info", EVIL).headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly("*");
    }

    /** With a GET of its own host, a browser sends a Referer and no Origin. */
    @Test
    void aPageOfTheNodesOwnHostThatIsNotListedIsToldToo() throws Exception {
        HttpResponse<String> answer = ask("/v1/connect", "Referer", "http://127.0.0.1/page?x#y");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(detail(answer)).startsWith("Origin: http://127.0.0.1 is not allowed");
    }

    @Test
    void aPageThatMayConnectIsToldThatItsWebSocketIsNone() throws Exception {
        HttpResponse<String> answer = ask("/v1/connect", "https://good.example");

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(detail(answer)).contains("only WebSockets", "Upgrade");
    }

    @Test
    void aLimitIsTheReasonOfARequestThatIsNoWebSocketToo() throws Exception {
        choices.limit = (request, connections) -> new ConnectionRefusal(429, "RATE_LIMITED", "too many", 7);

        HttpResponse<String> answer = ask("/v1/connect", "https://good.example");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    }

    @Test
    void eachCauseIsLoggedOnceAMinuteForAllGateways() {
        AtomicLong millis = new AtomicLong(1_000_000);
        RefusalLog log = new RefusalLog(() -> Instant.ofEpochMilli(millis.get()));

        List<String> lines = logged(() -> {
            for (int time = 0; time < 5; time++) {
                log.add(403, "Origin: a");
                log.add(403, "Origin: b");
            }
            millis.addAndGet(RefusalLog.PERIOD.toMillis() - 1);
            log.add(403, "Origin: a");
            millis.addAndGet(1);
            log.add(403, "Origin: a");
        });

        assertThat(lines)
                .containsExactly(
                        "a connection was refused with 403: Origin: a. Told once a minute",
                        "a connection was refused with 403: Origin: b. Told once a minute",
                        "a connection was refused with 403: Origin: a. Told once a minute");
    }

    @Test
    void causesThatAStrangerMakesUpFillNeitherTheLogNorTheMemory() {
        RefusalLog log = new RefusalLog(InstantSource.system());

        List<String> lines = logged(() -> {
            for (int cause = 0; cause < 1_000; cause++) {
                log.add(403, "Origin: https://" + cause + ".example");
            }
        });

        assertThat(lines).hasSize(RefusalLog.MOST_CAUSES);
    }

    @Test
    void aWebSocketAtAWrongPathIsLoggedWithoutWhatFollowsInThePath() {
        List<String> lines = logged(() -> {
            ask("/v1/conect", List.of());
            ask("/websocket/message/alice?token=secret", List.of());
        });

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("404", "/v1/conect", "a path that has none");
        assertThat(lines.get(1))
                .contains("/websocket/...")
                .doesNotContain("alice")
                .doesNotContain("secret");
    }

    @Test
    void anOriginIsLoggedAndAnsweredAsPlainText() {
        assertThat(Printable.of("https://\u001b[31m\u00e9.example")).isEqualTo("https://?[31m?.example");
        assertThat(Printable.of("x".repeat(10_000))).hasSize(203);
    }

    private interface Act {
        void run() throws Exception;
    }

    /** The lines that are logged meanwhile, about refusals. */
    private static List<String> logged(Act act) {
        Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.list = Collections.synchronizedList(new ArrayList<>());
        appender.start();
        logger.addAppender(appender);
        try {
            act.run();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        } finally {
            logger.detachAppender(appender);
        }
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private int port() throws Exception {
        node = node == null ? new TestNode(choices) : node;
        return node.port();
    }

    private void ask(String path, List<String> headers) throws Exception {
        try (RawClient client = new RawClient(port(), path, headers)) {
            assertThat(client.status).isEqualTo(404);
        }
    }

    /** The answer to a request of a page that is no WebSocket. */
    private HttpResponse<String> ask(String path, String origin) throws Exception {
        return ask(path, "Origin", origin);
    }

    private HttpResponse<String> ask(String path, String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header(header, value)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static String detail(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getString("detail");
    }
}
