package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.api.NodeHealth.Phase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRulesTest {
    private static final String PUSH = "{\"user\":\"alice\",\"body\":1}";

    private ApiGateway gateway;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** The server's answer to a request line, headers and content until it closes the connection. */
    private String raw(List<String> head, String content) throws IOException {
        String request = String.join("\r\n", head) + "\r\n\r\n" + content;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/pushes", "/v1/users", "/v1/users/a/b", "/v2/push", "/health", "/%2e%2e/"})
    void anUnknownPathIs404(String path) {
        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/v1/push|POST",
                "PUT|/v1/push|POST",
                "OPTIONS|/v1/push|POST",
                "GET|/v1/push/batch|POST",
                "POST|/v1/users/alice|GET, HEAD",
                "GET|/v1/users/alice/messages|DELETE",
                "DELETE|/v1/users/alice/messages/m|GET, HEAD",
                "POST|/health/live|GET, HEAD",
            })
    void anotherMethodIs405AndNamesTheOnesAllowed(String method, String path, String allowed) {
        HttpResponse<String> answer = gateway.send(gateway.to(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains(allowed);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("METHOD_NOT_ALLOWED");
    }

    @Test
    void headAnswersAsGetDoesWithoutTheContent() {
        HttpResponse<String> head = gateway.send(gateway.to("/health/live").method("HEAD", BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(gateway.get("/health/live").body().length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/users/alice",
                "/v1/cluster",
                "/health/live",
                "/health/ready",
                "/health/copied",
                "/metrics",
                "/openapi.json",
                "/x"
            })
    void noAnswerMayBeStored(String path) {
        assertThat(gateway.get(path).headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void noAnswerToAPushOrADeletionMayBeStored() {
        assertThat(gateway.push(PUSH).headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(gateway.push("{").headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(gateway.batch(PUSH).headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(gateway.delete("/v1/users/a/messages").headers().firstValue("Cache-Control"))
                .contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/x-ndjson",
                "application/json; charset=latin1",
                "application/jsonp",
                "json",
            })
    void anotherContentTypeIs415(String type) {
        HttpResponse<String> answer = gateway.post("/v1/push", type, BodyPublishers.ofString(PUSH));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(gateway.orders).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=UTF-8",
                "application/json; charset=\"utf-8\""
            })
    void jsonInUtf8IsTakenHoweverItIsWritten(String type) {
        assertThat(gateway.post("/v1/push", type, BodyPublishers.ofString(PUSH)).statusCode())
                .isEqualTo(202);
    }

    @Test
    void noContentTypeIs415SoThatForeignPagesCanNotPush() {
        HttpResponse<String> answer = gateway.send(gateway.to("/v1/push").POST(BodyPublishers.ofString(PUSH)));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void aBatchMustSayThatItIsOne() {
        assertThat(gateway.post("/v1/push/batch", "application/json", BodyPublishers.ofString(PUSH))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void compressedContentIs415() {
        HttpResponse<String> answer = gateway.send(gateway.to("/v1/push")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString(PUSH)));

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void aClientThatWaitsToBeAskedIsAsked() throws IOException {
        String answer = raw(
                List.of(
                        "POST /v1/push HTTP/1.1",
                        "Host: x",
                        "Connection: close",
                        "Expect: 100-continue",
                        "Content-Type: application/json",
                        "Content-Length: " + PUSH.length()),
                PUSH);

        assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n").contains("HTTP/1.1 202 ");
    }

    @Test
    void aClientThatWaitsToBeAskedIsNotAskedForTooMuch() throws IOException {
        String answer = raw(
                List.of(
                        "POST /v1/push HTTP/1.1",
                        "Host: x",
                        "Expect: 100-continue",
                        "Content-Type: application/json",
                        "Content-Length: 100000000"),
                "");

        assertThat(answer).startsWith("HTTP/1.1 413 ").containsIgnoringCase("connection: close");
    }

    @Test
    void afterAnAnswerToHalfARequestTheConnectionCloses() throws IOException {
        String answer =
                raw(List.of("POST /v1/push HTTP/1.1", "Host: x", "Content-Type: text/plain", "Content-Length: 9"), "1");

        assertThat(answer).startsWith("HTTP/1.1 415 ").containsIgnoringCase("connection: close");
    }

    @Test
    void aRequestWithoutHostIs400() throws IOException {
        String answer = raw(List.of("GET /v1/cluster HTTP/1.1", "Connection: close"), "");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/users/%", "/v1/users/%4", "/v1/users/%zz", "/v1/users/a%+1", "/v1/users/%%", "/%x"})
    void aPathWithBrokenEscapesIs400(String path) throws IOException {
        String answer = raw(List.of("GET " + path + " HTTP/1.1", "Host: x", "Connection: close"), "");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }

    @Test
    void withoutCorsAPageOfAnotherOriginGetsNoLeave() {
        HttpResponse<String> answer = gateway.send(gateway.to("/v1/cluster")
                .header("Origin", "https://app.example")
                .GET());

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aPageOfAnyOriginMayReadThatItsPathIsWrong() {
        HttpResponse<String> answer = gateway.send(
                gateway.to("/v1/conect").header("Origin", "https://app.example").GET());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is nothing at this path.");
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
    }

    @Test
    void aClosingNodeRefusesEverythingButHealth() {
        gateway.health = new NodeHealth(Phase.CLOSING, List.of());

        HttpResponse<String> answer = gateway.push(PUSH);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(gateway.orders).isEmpty();
        assertThat(gateway.get("/v1/users/a").statusCode()).isEqualTo(503);
        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aDrainingNodeServesAndLetsTheConnectionGo() throws IOException {
        gateway.health = new NodeHealth(Phase.DRAINING, List.of());

        String answer = raw(
                List.of(
                        "POST /v1/push HTTP/1.1",
                        "Host: x",
                        "Content-Type: application/json",
                        "Content-Length: " + PUSH.length()),
                PUSH);

        assertThat(answer).startsWith("HTTP/1.1 202 ").containsIgnoringCase("connection: close");
    }

    @Test
    void aProblemHasWhatTheRfcWants() {
        JsonObject problem = ApiGateway.json(gateway.get("/nothing"));

        assertThat(problem.getString("type")).isEqualTo("about:blank");
        assertThat(problem.getString("title")).isEqualTo("Not Found");
        assertThat(problem.getInteger("status")).isEqualTo(404);
        assertThat(problem.getString("detail")).endsWith(".");
    }

    @Test
    void theRootLeadsToThePageThatIsConfigured() {
        ApiConfig config = new ApiConfig(65_536, 256, 0, 1_000, List.of(), "http://127.0.0.1:8079/");
        try (ApiGateway other = ApiGateway.start(config)) {
            HttpResponse<String> answer = other.get("/");

            assertThat(answer.statusCode()).isEqualTo(302);
            assertThat(answer.headers().firstValue("Location")).contains("http://127.0.0.1:8079/");
        }
    }
}
