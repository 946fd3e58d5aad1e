package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.ApiKeys;
import io.heartline.auth.AuthConfig;
import io.heartline.auth.Scope;
import io.heartline.auth.TokenConfig;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishRateLimitTest {
    private static final String PUSH = "{\"user\":\"alice\",\"body\":1}";
    private static final ApiConfig TWO_AND_ONE_A_SECOND = new ApiConfig(65_536, 256, 1, 2, List.of());

    @Test
    void aPublisherOverItsRateIs429AndToldWhenToComeBack() {
        try (ApiGateway gateway = ApiGateway.start(TWO_AND_ONE_A_SECOND)) {
            assertThat(gateway.push(PUSH).statusCode()).isEqualTo(202);
            assertThat(gateway.push(PUSH).statusCode()).isEqualTo(202);

            HttpResponse<String> answer = gateway.push(PUSH);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("RATE_LIMITED");
            assertThat(gateway.orders).hasSize(2);
        }
    }

    @Test
    void aPublisherThatWaitedMayPushAgain() {
        try (ApiGateway gateway = ApiGateway.start(TWO_AND_ONE_A_SECOND)) {
            gateway.push(PUSH);
            gateway.push(PUSH);
            gateway.now.addAndGet(1_000);

            assertThat(gateway.push(PUSH).statusCode()).isEqualTo(202);
            assertThat(gateway.push(PUSH).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void eachUserOfAListCounts() {
        try (ApiGateway gateway = ApiGateway.start(TWO_AND_ONE_A_SECOND)) {
            assertThat(gateway.push("{\"users\":[\"a\",\"b\",\"c\",\"d\"],\"body\":1}")
                            .statusCode())
                    .isEqualTo(200);
            gateway.now.addAndGet(2_000);

            assertThat(gateway.push(PUSH).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void aLineOverTheRateIsRejectedInItsPlace() {
        try (ApiGateway gateway = ApiGateway.start(TWO_AND_ONE_A_SECOND)) {
            HttpResponse<String> answer = gateway.batch((PUSH + "\n").repeat(3));

            JsonObject third = new JsonObject(answer.body().lines().toList().get(2))
                    .getJsonArray("results")
                    .getJsonObject(0);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(third.getString("state")).isEqualTo("rejected");
            assertThat(third.getJsonObject("error").getString("code")).isEqualTo("RATE_LIMITED");
        }
    }

    @Test
    void onePublishersRateIsNotAnothers(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("keys");
        Files.write(
                file, List.of(ApiKeys.line("a", Set.of(Scope.PUSH), "a"), ApiKeys.line("b", Set.of(Scope.PUSH), "b")));
        ApiKeys keys = ApiKeys.of(new AuthConfig(AuthConfig.Mode.NONE, TokenConfig.NONE, file, List.of(), false));
        try (ApiGateway gateway = ApiGateway.start(TWO_AND_ONE_A_SECOND, keys)) {
            push(gateway, "a");
            push(gateway, "a");

            assertThat(push(gateway, "a")).isEqualTo(429);
            assertThat(push(gateway, "b")).isEqualTo(202);
        }
    }

    private static int push(ApiGateway gateway, String key) {
        return gateway.send(gateway.to("/v1/push")
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(PUSH)))
                .statusCode();
    }
}
