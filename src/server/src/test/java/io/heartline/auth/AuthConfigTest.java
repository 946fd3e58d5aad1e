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
        assertThatThrownBy(() -> new AuthConfig(Mode.JWT, null, null, null, null, List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("auth: jwt needs jwt-secret or jwt-keys");
    }

    @Test
    void everyFaultHasItsLine() {
        assertThatThrownBy(() -> new AuthConfig(
                        Mode.JWT, " ", FILE, "", null, List.of("https://a.example/", "a.example", "*"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        jwt-secret: must not be given together with jwt-keys
                        jwt-secret: must not be empty
                        jwt-audience: must not be empty
                        origins: 'https://a.example/' must be * or scheme://host or scheme://host:port, with nothing after it
                        origins: 'a.example' must be * or scheme://host or scheme://host:port, with nothing after it""");
    }

    @Test
    void keysForTokensThatNobodyChecksAreAMistake() {
        assertThatThrownBy(() -> new AuthConfig(Mode.NONE, "secret", FILE, "push", null, List.of(), false))
                .hasMessage("""
                        jwt-secret: is of no use without auth jwt
                        jwt-keys: is of no use without auth jwt
                        jwt-audience: is of no use without auth jwt""");
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
        AuthConfig config = new AuthConfig(Mode.JWT, "hush-hush", null, "push", FILE, List.of("*"), true);

        assertThat(config.toString()).doesNotContain("hush").contains("jwtSecret=given", "keys.pem", "push");
    }
}
