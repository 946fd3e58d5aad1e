package io.heartline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static JsonObject decoded(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    @Test
    void withoutAuthenticationASessionNamesItsUser() {
        assertThat(Credentials.NONE.hello(7)).isEqualTo(new JsonObject().put("user", "bench-7"));
        assertThat(Credentials.NONE.authorize(new RequestOptions()).getHeaders())
                .isNull();
    }

    @Test
    void aSecretSignsATokenForEachSession() throws Exception {
        String token = Credentials.NONE.withSecret(SECRET, "heartline").hello(7).getString("token");
        String[] parts = token.split("\\.", -1);

        assertThat(decoded(parts[0]).getString("alg")).isEqualTo("HS256");
        assertThat(decoded(parts[1]).getString("sub")).isEqualTo("bench-7");
        assertThat(decoded(parts[1]).getString("aud")).isEqualTo("heartline");
        assertThat(decoded(parts[1]).getLong("exp")).isGreaterThan(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(Base64.getUrlDecoder().decode(parts[2]))
                .isEqualTo(mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aReadyTokenNamesItsUser() {
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"sub\":\"zoë\"}".getBytes(StandardCharsets.UTF_8));
        String token = "e30." + claims + ".sig";
        Credentials ready = Credentials.NONE.withTokens(List.of(token));

        assertThat(ready.user(0)).isEqualTo("zoë");
        assertThat(ready.hello(0)).isEqualTo(new JsonObject().put("token", token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "a.b", "a.%%.c", "e30.e30.s", "e30.eyJzdWIiOjF9.s"})
    void aLineThatIsNoTokenIsRefusedAndNotPrinted(String line) {
        assertThatThrownBy(() -> Credentials.NONE.withTokens(List.of(line)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a line is no JWT with a sub");
    }

    @Test
    void theApiKeyGoesWithEveryRequest() {
        RequestOptions request = Credentials.NONE.withApiKey("key").authorize(new RequestOptions());

        assertThat(request.getHeaders().get(HttpHeaders.AUTHORIZATION)).isEqualTo("Bearer key");
    }
}
