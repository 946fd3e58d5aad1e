package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.ApiKeys;
import io.heartline.auth.AuthConfig;
import io.heartline.auth.Scope;
import io.heartline.auth.TokenConfig;
import io.heartline.telemetry.MeterNames;
import io.heartline.testsupport.Eventually;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyCheckTest {
    private ApiGateway gateway;

    @BeforeEach
    void start(@TempDir Path dir) throws IOException {
        gateway = ApiGateway.start(keys(dir));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** One key for each scope, named as it. */
    static ApiKeys keys(Path dir) throws IOException {
        Path file = dir.resolve("keys");
        Files.write(
                file,
                List.of(
                        ApiKeys.line("orders", Set.of(Scope.PUSH), "push"),
                        ApiKeys.line("dashboard", Set.of(Scope.READ), "read"),
                        ApiKeys.line("oncall", Set.of(Scope.ADMIN), "admin")));
        return ApiKeys.of(new AuthConfig(AuthConfig.Mode.NONE, TokenConfig.NONE, file, List.of(), false));
    }

    private HttpResponse<String> ask(String method, String path, String authorization) {
        HttpRequest.Builder request = gateway.to(path)
                .header("Content-Type", path.endsWith("batch") ? "application/x-ndjson" : "application/json")
                .method(method, BodyPublishers.ofString("{\"user\":\"alice\",\"body\":1}"));
        return gateway.send(authorization == null ? request : request.header("Authorization", authorization));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/v1/push|push|202",
                "POST|/v1/push/batch|push|200",
                "GET|/v1/users/a|read|200",
                "DELETE|/v1/users/a/messages|admin|204",
                "GET|/v1/users/a/messages/m|read|404",
                "DELETE|/v1/users/a/devices/d|admin|404",
                "DELETE|/v1/users/a/sessions/s|admin|404",
                "GET|/v1/cluster|read|200",
                "GET|/metrics|read|200",
            })
    void eachOperationNeedsItsScope(String method, String path, String scope, int status) {
        for (String key : List.of("push", "read", "admin")) {
            HttpResponse<String> answer = ask(method, path, "Bearer " + key);

            assertThat(answer.statusCode()).as(key).isEqualTo(key.equals(scope) ? status : 403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Basic cHVzaA==", "push"})
    void anUnknownKeyIs401(String authorization) {
        HttpResponse<String> answer = ask("POST", "/v1/push", authorization);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("UNAUTHORIZED");
        assertThat(gateway.orders).isEmpty();
    }

    @Test
    void noKeyIs401() {
        assertThat(ask("POST", "/v1/push", null).statusCode()).isEqualTo(401);
    }

    @Test
    void refusedKeysAndWhatOperatorsDoAreCounted() {
        ask("POST", "/v1/push", "Bearer wrong");
        ask("POST", "/v1/push", "Bearer read");
        ask("POST", "/v1/push", "Bearer push");
        ask("DELETE", "/v1/users/a/messages", "Bearer admin");

        assertThat(count(MeterNames.REFUSED, "reason", "invalid")).isEqualTo(1);
        assertThat(count(MeterNames.REFUSED, "reason", "forbidden")).isEqualTo(1);
        Eventually.eventually(
                "the deletion is counted, which happens after its answer",
                Duration.ofSeconds(20),
                () -> count(MeterNames.ADMINISTERED, "status", "204") == 1);
    }

    private double count(String name, String tag, String value) {
        return gateway.meters.get(name).tag(tag, value).counter().count();
    }

    @Test
    void aKeyWithoutTheScopeIs403() {
        HttpResponse<String> answer = ask("POST", "/v1/push", "Bearer read");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("FORBIDDEN");
        assertThat(ApiGateway.json(answer).getString("detail")).contains("push").doesNotContain("read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/copied", "/openapi.json"})
    void healthAndDescriptionAreOpen(String path) {
        assertThat(gateway.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void metricsNeedAKeyUnlessTheyAreOpen(@TempDir Path dir) throws IOException {
        assertThat(gateway.get("/metrics").statusCode()).isEqualTo(401);
        try (ApiGateway open = ApiGateway.startWithOpenMetrics(keys(dir))) {
            assertThat(open.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(open.get("/v1/cluster").statusCode()).as("all else").isEqualTo(401);
        }
    }

    @Test
    void whoHasNoKeyIsNotToldWhatIsMalformed() {
        assertThat(gateway.post("/v1/push", "text/plain", BodyPublishers.ofString("?"))
                        .statusCode())
                .isEqualTo(401);
    }
}
