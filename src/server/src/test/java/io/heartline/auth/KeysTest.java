package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.auth.AuthConfig.Mode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    private static final KeyPair RSA = Tokens.rsa(2048);

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path files;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theFilesAreReadOnceForAllEventLoops() throws IOException {
        Files.writeString(jwtKeys(), Tokens.pem("PUBLIC KEY", RSA.getPublic()));
        Files.writeString(apiKeys(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));
        Keys keys = Keys.read(config());
        Files.delete(jwtKeys());
        Files.delete(apiKeys());

        ClientAuthenticator one = keys.authenticator(vertx, InstantSource.system());
        ClientAuthenticator other = keys.authenticator(vertx, InstantSource.system());

        assertThat(one).isNotSameAs(other);
        assertThat(userOf(one)).isEqualTo("alice");
        assertThat(userOf(other)).isEqualTo("alice");
        assertThat(keys.api().check("Bearer k1", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
    }

    @Test
    void everyFaultOfEveryFileIsNamedAtOnce() throws IOException {
        Files.writeString(jwtKeys(), "no key");
        Files.writeString(apiKeys(), "one\ntwo\n");

        assertThatThrownBy(() -> Keys.read(config()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "api-keys: " + apiKeys() + ", line 1: ",
                        "\napi-keys: " + apiKeys() + ", line 2: ",
                        "\njwt-keys: " + jwtKeys() + ": ");
    }

    @Test
    void withoutAuthenticationThereIsNobodyToJudgeTokens() {
        assertThat(Keys.read(AuthConfig.OPEN).authenticator(vertx, InstantSource.system()))
                .isNull();
    }

    private static String userOf(ClientAuthenticator authenticator) {
        String token = Tokens.rs256(RSA.getPrivate(), Tokens.header("RS256"), new JsonObject().put("sub", "alice"));
        return authenticator
                .authenticate(token)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .user();
    }

    private AuthConfig config() {
        return new AuthConfig(Mode.JWT, null, jwtKeys(), null, apiKeys(), List.of(), false);
    }

    private Path jwtKeys() {
        return files.resolve("jwt-keys.pem");
    }

    private Path apiKeys() {
        return files.resolve("api-keys");
    }
}
