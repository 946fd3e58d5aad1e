package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.AuthConfig;
import io.heartline.auth.ClientAuthenticator;
import io.heartline.auth.Keys;
import io.heartline.auth.Principal;
import io.heartline.auth.TokenConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code token}, and the tokens that other programs make as docs/TOKENS.md shows. */
class TokenCommandTest {
    private static final Path DOCUMENT = Path.of("docs/TOKENS.md");
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static Vertx vertx;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Principal accepted(String token, InstantSource clock, TokenConfig rules) {
        ClientAuthenticator server = Keys.read(new AuthConfig(AuthConfig.Mode.JWT, rules, null, List.of(), false))
                .authenticator(vertx, clock);
        return server.authenticate(token)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void theTokenIsAcceptedByAServerWithTheSameSecret() {
        Ended ended = Ended.run(Map.of("HEARTLINE_JWT_SECRET", SECRET), "token", "zoë");
        assertThat(ended.code()).isZero();
        assertThat(ended.out().strip()).doesNotContain("\n");

        Principal zoe = accepted(ended.out().strip(), InstantSource.system(), TokenConfig.ofSecret(SECRET));

        assertThat(zoe.user()).isEqualTo("zoë");
        assertThat(zoe.device()).isNull();
        assertThat(Instant.ofEpochMilli(zoe.issuedAt())).isBetween(Instant.now().minusSeconds(600), Instant.now());
        assertThat(zoe.expiresAt() - zoe.issuedAt()).isBetween(3_600_000L, 3_632_000L);
    }

    @Test
    void everyOptionReachesTheToken() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n" + "o".repeat(32) + "\n");
        Ended ended = Ended.run(
                Map.of(),
                "token",
                "alice",
                "--device=laptop",
                "--valid-millis=60000",
                "--jwt-secret-file=" + file,
                "--jwt-audience=push",
                "--jwt-issuer=https://login.example");
        TokenConfig rules = new TokenConfig(SECRET, null, null, "push", "https://login.example", false);

        Principal alice = accepted(ended.out().strip(), InstantSource.system(), rules);

        assertThat(alice.device()).isEqualTo("laptop");
        assertThat(alice.expiresAt() - alice.issuedAt()).isBetween(89_000L, 91_000L);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(Ended.run(Map.of(), "token", "alice").err()).contains("token: needs the jwt-secret");
        Ended all = Ended.run(
                Map.of(), "token", "", "--device=a b", "--valid-millis=0", "--jwt-secret=short", "--jwt-issuer=");
        assertThat(all.code()).isEqualTo(2);
        assertThat(all.err())
                .contains("user: must be", "device: must be", "valid-millis: must be")
                .contains("jwt-secret: must have at least 32 bytes, not 5");
        assertThat(Ended.run(Map.of(), "token", "alice", "--jwt-secret-file=" + folder.resolve("none"))
                        .err())
                .contains("jwt-secret-file: ", "does not exist");
    }

    @Test
    void theTokensThatTheDocumentMakesAreAccepted() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assertDocumented("java", "MakeToken.java", java.toString());
        for (String[] program : new String[][] {
            {"js", "token.js", "node"}, {"python", "token_alice.py", "python3"}, {"sh", "token.sh", "sh"}
        }) {
            if (isInstalled(program[2]) && (!program[2].equals("sh") || isInstalled("openssl"))) {
                assertDocumented(program[0], program[1], program[2]);
            }
        }
    }

    private static boolean isInstalled(String program) {
        for (String directory : System.getenv("PATH").split(java.io.File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private void assertDocumented(String language, String name, String program) throws Exception {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).as(language).isTrue();
        Path file = Files.writeString(folder.resolve(name), block.group(1));
        ProcessBuilder builder = new ProcessBuilder(program, file.toString()).redirectErrorStream(true);
        builder.environment().put("HEARTLINE_JWT_SECRET", SECRET);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = out.lines().toList(); // a JVM may say something before
        assertThat(lines).as(language).last().asString().matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

        String token = lines.get(lines.size() - 1);
        assertThat(accepted(token, InstantSource.system(), TokenConfig.ofSecret(SECRET))
                        .user())
                .isEqualTo("alice");
    }
}
