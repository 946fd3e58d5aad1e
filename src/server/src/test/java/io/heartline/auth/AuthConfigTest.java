package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.auth.AuthConfig.Mode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthConfigTest {
    private static final Path FILE = Path.of("keys.pem");

    @Test
    void tokensNeedASecretOrKeys() {
        assertThatThrownBy(() -> new AuthConfig(Mode.JWT, TokenConfig.NONE, null, List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("auth: jwt needs jwt-secret, jwt-secret-file or jwt-keys");
    }

    @Test
    void everyFaultHasItsLine() {
        TokenConfig tokens = new TokenConfig("ü".repeat(15) + "s", FILE, "http://login.example/keys", "", " ", false);

        assertThatThrownBy(() ->
                        new AuthConfig(Mode.JWT, tokens, null, List.of("https://a.example/", "a.example", "*"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        auth: only one of jwt-secret, jwt-secret-file and jwt-keys may be given
                        jwt-secret: must have at least 32 bytes, not 31
                        jwt-keys: 'http://login.example/keys' must be a file or an https:// address
                        jwt-audience: must not be empty
                        jwt-issuer: must not be empty
                        origins: 'https://a.example/' must be * or scheme://host or scheme://host:port, with nothing after it
                        origins: 'a.example' must be * or scheme://host or scheme://host:port, with nothing after it""");
    }

    @Test
    void keysForTokensThatNobodyChecksAreAMistake() {
        TokenConfig tokens = new TokenConfig("secret", FILE, "keys.pem", "push", "https://login.example", true);

        assertThatThrownBy(() -> new AuthConfig(Mode.NONE, tokens, null, List.of(), false))
                .hasMessage("""
                        jwt-secret: is of no use without auth jwt
                        jwt-secret-file: is of no use without auth jwt
                        jwt-keys: is of no use without auth jwt
                        jwt-audience: is of no use without auth jwt
                        jwt-issuer: is of no use without auth jwt
                        jwt-allow-no-exp: is of no use without auth jwt""");
    }

    @Test
    void publicKeysAreInAFileOrAtAnHttpsAddress() {
        for (String keys :
                List.of("keys.pem", "/etc/keys.json", "https://login.example/keys", "HTTPS://[::1]:8443/k")) {
            assertThat(TokenConfig.ofKeys(keys).faults()).as(keys).isEmpty();
        }
        for (String keys :
                List.of("http://login.example", "ftp://a/b", "https://", "https://u:p@a/k", "https://a b/")) {
            assertThat(TokenConfig.ofKeys(keys).faults()).as(keys).hasSize(1);
        }
    }

    @Test
    void aModeIsReadInAnyCase() {
        assertThat(Mode.of("none")).isEqualTo(Mode.NONE);
        assertThat(Mode.of("JWT")).isEqualTo(Mode.JWT);
        assertThatThrownBy(() -> Mode.of("basic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("auth: must be none or jwt");
    }

    @Test
    void theSecretIsNotInTheText() {
        TokenConfig tokens = new TokenConfig("hush".repeat(8), null, null, "push", null, false);
        AuthConfig config = new AuthConfig(Mode.JWT, tokens, FILE, List.of("*"), true);

        assertThat(config.toString()).doesNotContain("hush").contains("secret=given", "keys.pem", "push");
    }
}
