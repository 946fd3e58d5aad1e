package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.auth.AuthConfig.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
    @TempDir
    Path files;

    @Test
    void aKeyIsGrantedWhatItsScopesAllow() throws IOException {
        ApiKeys keys = keys(ApiKeys.line("orders", Set.of(Scope.PUSH, Scope.READ), "k1"));

        assertThat(keys.check("Bearer k1", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
        assertThat(keys.check("Bearer k1", Scope.READ)).isEqualTo(new Access.Granted("orders"));
        assertThat(keys.check("Bearer k1", Scope.ADMIN))
                .isEqualTo(new Access.Forbidden("orders", "the API key lacks the scope admin"));
    }

    @Test
    void aKeyIsFoundAmongSeveral() throws IOException {
        ApiKeys keys = keys(
                "# the services",
                ApiKeys.line("first", Set.of(Scope.PUSH), "k1"),
                "",
                ApiKeys.line("second", Set.of(Scope.READ), "k2"),
                "  " + ApiKeys.line("second", Set.of(Scope.READ), "k3") + "  ");

        assertThat(keys.check("Bearer k1", Scope.PUSH)).isEqualTo(new Access.Granted("first"));
        assertThat(keys.check("Bearer k2", Scope.READ)).isEqualTo(new Access.Granted("second"));
        assertThat(keys.check("Bearer k3", Scope.READ)).isEqualTo(new Access.Granted("second"));
    }

    @Test
    void whoeverHasNoKeyIsNotKnown() throws IOException {
        ApiKeys keys = keys(ApiKeys.line("orders", EnumSet.allOf(Scope.class), "k1"));

        for (String header : new String[] {null, "", "Bearer", "Bearer ", "Bearer k2", "Bearer K1", "Basic k1", "k1"}) {
            assertThat(keys.check(header, Scope.PUSH)).as("%s", header).isInstanceOf(Access.Unauthenticated.class);
        }
    }

    @Test
    void theSchemeMayBeWrittenInAnyCase() throws IOException {
        ApiKeys keys = keys(ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));

        assertThat(keys.check("bearer k1", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
        assertThat(keys.check("BEARER  k1 ", Scope.PUSH)).isEqualTo(new Access.Granted("orders"));
    }

    @Test
    void aLineHoldsTheHashAndNotTheKey() {
        assertThat(ApiKeys.line("oncall", EnumSet.allOf(Scope.class), "password"))
                .isEqualTo("oncall:push,read,admin:5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8");
    }

    @Test
    void aLineThatCouldNotBeReadIsNotMade() {
        assertThatThrownBy(() -> ApiKeys.line("a:b", Set.of(Scope.PUSH), "k1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ApiKeys.line("a", Set.of(), "k1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyFaultOfAFileIsNamedWithItsLine() {
        String hash = "0".repeat(64);

        assertThatThrownBy(() -> keys("a:push:" + hash, "b", "# c", "d:fly:" + hash, "e:push:abc", "f g:push:" + hash))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(String.join(
                        "\n",
                        "api-keys: " + file() + ", line 2: must be name:scopes:sha256",
                        "api-keys: " + file() + ", line 4: the scopes must be one or more of push, read, admin",
                        "api-keys: " + file()
                                + ", line 5: the hash must be 64 hexadecimal digits, the SHA-256 of the key",
                        "api-keys: " + file() + ", line 6: the name must be 1-64 characters of [A-Za-z0-9._-]"));
    }

    @Test
    void aFileWithoutKeysIsAMistake() {
        assertThatThrownBy(() -> keys("# none yet")).hasMessage("api-keys: " + file() + " holds no key");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> ApiKeys.of(config(Mode.NONE, file())))
                .hasMessage("api-keys: " + file() + " does not exist");
    }

    @Test
    void withoutAuthenticationAndKeysEverybodyIsGrantedEverything() {
        ApiKeys open = ApiKeys.of(AuthConfig.OPEN);

        assertThat(open.check(null, Scope.ADMIN)).isEqualTo(new Access.Granted(ApiKeys.ANYBODY));
        assertThat(open.check("Bearer whatever", Scope.PUSH)).isEqualTo(new Access.Granted(ApiKeys.ANYBODY));
    }

    @Test
    void withAuthenticationAndNoKeysNobodyIsGrantedAnything() {
        ApiKeys closed = ApiKeys.of(config(Mode.JWT, null));

        assertThat(closed.check(null, Scope.PUSH)).isInstanceOf(Access.Unauthenticated.class);
        assertThat(closed.check("Bearer ", Scope.PUSH)).isInstanceOf(Access.Unauthenticated.class);
    }

    @Test
    void keysThatAreConfiguredAreAskedForEvenWithoutAuthenticationOfClients() throws IOException {
        Files.writeString(file(), ApiKeys.line("orders", Set.of(Scope.PUSH), "k1"));

        assertThat(ApiKeys.of(config(Mode.NONE, file())).check(null, Scope.PUSH))
                .isInstanceOf(Access.Unauthenticated.class);
    }

    @Test
    void nothingOfTheKeysIsInTheText() throws IOException {
        String line = ApiKeys.line("orders", Set.of(Scope.PUSH), "k1");

        assertThat(keys(line)).hasToString("ApiKeys[1]");
    }

    private ApiKeys keys(String... lines) throws IOException {
        Files.write(file(), List.of(lines));
        return ApiKeys.of(config(Mode.JWT, file()));
    }

    private Path file() {
        return files.resolve("api-keys");
    }

    private static AuthConfig config(Mode mode, Path apiKeys) {
        return new AuthConfig(
                mode,
                mode == Mode.JWT ? TokenConfig.ofSecret("s".repeat(32)) : TokenConfig.NONE,
                apiKeys,
                List.of(),
                false);
    }
}
