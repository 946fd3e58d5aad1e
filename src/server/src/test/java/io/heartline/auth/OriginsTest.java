package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.AuthConfig.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private static final String HOST = "push.example.com";

    private final Origins listed = origins(Mode.JWT, "https://app.example.com", "http://localhost:3000", "app://phone");
    private final Origins unlisted = origins(Mode.JWT);
    private final Origins development = origins(Mode.NONE);

    @Test
    void whoIsNoBrowserIsLetIn() {
        assertThat(listed.allows(null, HOST)).isTrue();
        assertThat(unlisted.allows(null, null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "HTTPS://App.Example.COM",
                "https://app.example.com:443",
                "http://localhost:3000",
                "app://phone"
            })
    void anOriginOnTheListIsLetIn(String origin) {
        assertThat(listed.allows(origin, HOST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://evil.app.example.com",
                "https://app.example.com.evil.com",
                "https://evil.com/https://app.example.com",
                "https://app.example.com/",
                "https://user@app.example.com",
                "http://localhost",
                "https://push.example.com",
                "null",
                "*",
                ""
            })
    void anotherOriginIsNot(String origin) {
        assertThat(listed.allows(origin, HOST)).isFalse();
    }

    @Test
    void aStarLetsEveryPageIn() {
        Origins any = origins(Mode.JWT, "https://app.example.com", "*");

        assertThat(any.allows("https://evil.com", HOST)).isTrue();
        assertThat(any.allows("null", HOST)).isTrue();
    }

    @Test
    void withoutAListAPageOfTheSameHostIsLetIn() {
        assertThat(unlisted.allows("https://push.example.com", "push.example.com"))
                .isTrue();
        assertThat(unlisted.allows("https://push.example.com", "PUSH.example.com:443"))
                .isTrue();
        assertThat(unlisted.allows("http://push.example.com:8080", "push.example.com:8080"))
                .isTrue();
        assertThat(unlisted.allows("http://[2001:db8::1]:8080", "[2001:DB8::1]:8080"))
                .isTrue();
    }

    @Test
    void withoutAListAPageOfAnotherHostIsNot() {
        assertThat(unlisted.allows("https://app.example.com", "push.example.com"))
                .isFalse();
        assertThat(unlisted.allows("https://push.example.com:8443", "push.example.com"))
                .isFalse();
        assertThat(unlisted.allows("http://push.example.com", "push.example.com:8080"))
                .isFalse();
        assertThat(unlisted.allows("https://push.example.com", null)).isFalse();
        assertThat(unlisted.allows("https://push.example.com", "push.example.com, evil.com"))
                .isFalse();
        assertThat(unlisted.allows("http://localhost:3000", "localhost:8080")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000",
                "http://127.0.0.1:8081",
                "http://127.1.2.3",
                "http://[::1]:5173",
                "https://app.localhost"
            })
    void inDevelopmentPagesOfThisMachineAreLetIn(String origin) {
        assertThat(development.allows(origin, "127.0.0.1:8080")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.com",
                "http://localhost.evil.com",
                "http://notlocalhost",
                "http://127.0.0.1.evil.com",
                "null",
                "file://"
            })
    void inDevelopmentOtherPagesAreNot(String origin) {
        assertThat(development.allows(origin, "127.0.0.1:8080")).isFalse();
    }

    @Test
    void aListEndsWhatDevelopmentAllows() {
        Origins origins = origins(Mode.NONE, "https://app.example.com");

        assertThat(origins.allows("http://localhost:3000", "127.0.0.1:8080")).isFalse();
        assertThat(origins.allows("http://127.0.0.1:8080", "127.0.0.1:8080")).isFalse();
    }

    private static Origins origins(Mode mode, String... list) {
        TokenConfig tokens = mode == Mode.JWT ? TokenConfig.ofSecret("s".repeat(32)) : TokenConfig.NONE;
        return Origins.of(new AuthConfig(mode, tokens, null, List.of(list), false));
    }
}
