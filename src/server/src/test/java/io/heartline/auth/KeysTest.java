package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heartline.auth.AuthConfig.Mode;
import io.heartline.testsupport.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class KeysTest {
    private static final KeyPair RSA = Tokens.rsa(2048);
    private static final JsonObject ALICE = new JsonObject().put("sub", "alice");

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path files;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aFileThatIsGoneAfterTheStartTakesNoKeyAway() throws IOException {
        Files.writeString(jwtKeys(), Tokens.pem("PUBLIC KEY", RSA.getPublic()));
        Files.writeString(apiKeys(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));
        Keys keys = Keys.read(config());
        Files.delete(jwtKeys());
        Files.delete(apiKeys());
        keys.look();
        keys.look();

        ClientAuthenticator one = keys.authenticator(vertx, InstantSource.system());
        ClientAuthenticator other = keys.authenticator(vertx, InstantSource.system());

        assertThat(one).isNotSameAs(other);
        assertThat(userOf(one)).isEqualTo("alice");
        assertThat(userOf(other)).isEqualTo("alice");
        assertThat(keys.api().check("Bearer k1", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
    }

    @Test
    void newKeysAreInUseOnceTheFilesHaveThem() throws IOException {
        KeyPair next = Tokens.rsa(2048);
        Files.writeString(jwtKeys(), Tokens.pem("PUBLIC KEY", RSA.getPublic()));
        Files.writeString(apiKeys(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));
        Keys keys = Keys.read(config());
        ClientAuthenticator authenticator = keys.authenticator(vertx, InstantSource.system());
        assertThat(refusal(authenticator, next).retryAfterMillis()).isPositive();

        Files.writeString(jwtKeys(), Tokens.pem("PUBLIC KEY", next.getPublic()));
        Files.writeString(apiKeys(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k2"));
        keys.look();
        assertThat(userOf(authenticator))
                .as("before the same content was found twice")
                .isEqualTo("alice");
        keys.look();

        assertThat(userOf(authenticator, next)).isEqualTo("alice");
        assertThat(refusal(authenticator, RSA).retryAfterMillis()).isPositive();
        assertThat(keys.api().check("Bearer k2", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
        assertThat(keys.api().check("Bearer k1", Scope.PUSH)).isInstanceOf(Access.Unauthenticated.class);
    }

    /** Kubernetes replaces the directory behind a symbolic link: same name, same size, perhaps the same time. */
    @Test
    void aFileBehindASymbolicLinkIsReadAgain() throws IOException {
        Path one = Files.createDirectory(files.resolve("..1"));
        Path other = Files.createDirectory(files.resolve("..2"));
        Path link = Files.createSymbolicLink(files.resolve("..data"), one);
        Files.createSymbolicLink(apiKeys(), link.resolve("api-keys"));
        Files.writeString(one.resolve("api-keys"), ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));
        Files.writeString(other.resolve("api-keys"), ApiKeys.line("orders", Set.of(Scope.PUSH), "k2"));
        Files.setLastModifiedTime(other.resolve("api-keys"), Files.getLastModifiedTime(one.resolve("api-keys")));
        Keys keys = Keys.read(new AuthConfig(Mode.NONE, TokenConfig.NONE, apiKeys(), List.of(), false));

        Path moved = Files.createSymbolicLink(files.resolve("..tmp"), other);
        Files.move(moved, link, StandardCopyOption.REPLACE_EXISTING);
        keys.look();
        keys.look();

        assertThat(keys.api().check("Bearer k2", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
    }

    @Test
    void aFaultyFileKeepsTheOldKeysUntilItIsMendedAndTheLogSaysSoOnceForEachFault() throws IOException {
        Files.writeString(jwtKeys(), Tokens.pem("PUBLIC KEY", RSA.getPublic()));
        Files.writeString(apiKeys(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));
        Keys keys = Keys.read(config());
        String good = ApiKeys.line("billing", Set.of(Scope.PUSH), "k3") + "\n";
        String stay = ". The keys that were read before stay in use";
        String file = "ERROR api-keys: " + apiKeys();

        assertThat(linesOfLooking(keys, "orders:push:half"))
                .singleElement()
                .asString()
                .startsWith(file + ", line 1: ")
                .endsWith(stay);
        assertThat(linesOfLooking(keys, good + "orders:push:half"))
                .singleElement()
                .asString()
                .startsWith(file + ", line 2: ")
                .endsWith(stay);
        assertThat(linesOfLooking(keys, "")).containsExactly(file + " holds no key" + stay);
        assertThat(linesOfLooking(keys, "# none left")).as("the same fault").isEmpty();
        Files.delete(apiKeys());
        assertThat(linesOfLooking(keys, null))
                .singleElement()
                .asString()
                .startsWith("ERROR api-keys: ")
                .contains(apiKeys().toString())
                .endsWith(stay);

        assertThat(keys.api().check("Bearer k1", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
        assertThat(linesOfLooking(keys, ApiKeys.line("orders", Set.of(Scope.PUSH), "k2")))
                .isEmpty();
        assertThat(keys.api().check("Bearer k2", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
        assertThat(keys.api().check("Bearer k1", Scope.PUSH)).isInstanceOf(Access.Unauthenticated.class);
    }

    /** The lines logged while the file of API keys is looked at three times; the key k1 must be good at the first. */
    private List<String> linesOfLooking(Keys keys, @Nullable String content) throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(WatchedKeyFile.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            if (content != null) {
                Files.writeString(apiKeys(), content);
            }
            keys.look();
            assertThat(keys.api().check("Bearer k1", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
            keys.look();
            keys.look();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void aSecretInAFileRotatesAndHasALeastLength() throws IOException {
        Path file = Files.writeString(files.resolve("secret"), "a".repeat(32) + "\n");
        Keys keys = Keys.read(secretFile(file));
        ClientAuthenticator authenticator = keys.authenticator(vertx, InstantSource.system());
        String token = Tokens.hs256("b".repeat(32).getBytes(StandardCharsets.UTF_8), ALICE);
        assertThat(cause(authenticator, token).retryAfterMillis()).isPositive();

        Files.writeString(file, "b".repeat(32) + "\n" + "a".repeat(32) + "\n");
        keys.look();
        keys.look();

        assertThat(authenticator.authenticate(token).result().user()).isEqualTo("alice");
        assertThat(authenticator
                        .authenticate(Tokens.hs256("a".repeat(32).getBytes(StandardCharsets.UTF_8), ALICE))
                        .succeeded())
                .isTrue();
        Files.writeString(file, "short");
        assertThatThrownBy(() -> Keys.read(secretFile(file)))
                .hasMessage("jwt-secret-file: " + file + ": each line must have at least 32 bytes, not 5");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> Keys.read(secretFile(file)))
                .hasMessage("jwt-secret-file: " + file + " holds no secret");
    }

    /** The only test that waits for the thread that looks at the files. */
    @Test
    void aWatchedFileIsLookedAtByItself() throws Exception {
        Files.writeString(apiKeys(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));
        try (Keys keys = Keys.read(new AuthConfig(Mode.NONE, TokenConfig.NONE, apiKeys(), List.of(), false))) {
            keys.watch();
            keys.watch();
            Files.writeString(apiKeys(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k2"));

            Eventually.eventually("the new key is granted access", Duration.ofSeconds(30), () -> keys.api()
                    .check("Bearer k2", Scope.PUSH)
                    .equals(new Access.Granted("orders")));
        }
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
        return userOf(authenticator, RSA);
    }

    private static String userOf(ClientAuthenticator authenticator, KeyPair pair) {
        return authenticator.authenticate(token(pair)).result().user();
    }

    private static Unauthorized refusal(ClientAuthenticator authenticator, KeyPair pair) {
        return cause(authenticator, token(pair));
    }

    private static Unauthorized cause(ClientAuthenticator authenticator, String token) {
        return (Unauthorized) authenticator.authenticate(token).cause();
    }

    private static String token(KeyPair pair) {
        return Tokens.rs256(pair.getPrivate(), Tokens.header("RS256"), ALICE);
    }

    private AuthConfig config() {
        TokenConfig tokens = new TokenConfig(null, null, jwtKeys().toString(), null, null, true);
        return new AuthConfig(Mode.JWT, tokens, apiKeys(), List.of(), false);
    }

    private static AuthConfig secretFile(Path file) {
        return new AuthConfig(Mode.JWT, new TokenConfig(null, file, null, null, null, true), null, List.of(), false);
    }

    private Path jwtKeys() {
        return files.resolve("jwt-keys.pem");
    }

    private Path apiKeys() {
        return files.resolve("api-keys");
    }
}
