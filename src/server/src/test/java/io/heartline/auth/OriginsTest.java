package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.AuthConfig.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com",
                "https://a.b.example.com",
                "https://APP.example.com:443",
                "https://xn--bcher-kva.example.com"
            })
    void aWildcardMatchesEverySubDomain(String origin) {
        assertThat(origins(Mode.JWT, "https://*.example.com").allows(origin, HOST))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://evilexample.com",
                "https://.example.com",
                "https://a..example.com",
                "https://*.example.com",
                "https://app.example.com.evil.com",
                "https://app.example.com:8443",
                "http://app.example.com",
                "https://app.example.com/",
                "https://evil.com/.example.com",
                "https://evil.com#.example.com",
                "https://evil.com\\.example.com",
                "https://u@app.example.com",
                "null"
            })
    void aWildcardMatchesNothingElse(String origin) {
        assertThat(origins(Mode.JWT, "https://*.example.com").allows(origin, HOST))
                .isFalse();
    }

    @Test
    void aWildcardHasTheSchemeAndThePortThatItNames() {
        Origins origins = origins(Mode.JWT, "http://*.localhost:3000", "https://example.com");

        assertThat(origins.allows("http://app.localhost:3000", HOST)).isTrue();
        assertThat(origins.allows("http://app.localhost", HOST)).isFalse();
        assertThat(origins.allows("https://example.com", HOST)).isTrue();
        assertThat(origins.allows("https://app.example.com", HOST)).isFalse();
    }

    @Test
    void anIpv6AddressIsTheSameInEveryForm() {
        Origins origins = origins(Mode.JWT, "http://[2001:DB8:0:0:0:0:0:1]:8080");

        assertThat(origins.allows("http://[2001:db8::1]:8080", HOST)).isTrue();
        assertThat(origins.allows("http://[2001:db8::2]:8080", HOST)).isFalse();
        assertThat(origins.allows("http://[2001:db8:::1]:8080", HOST)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://app.example.com/ | with nothing after it",
                "app.example.com | with nothing after it",
                "null | with nothing after it",
                "'' | with nothing after it",
                "https://u@app.example.com | with nothing after it",
                "wss://app.example.com | browsers send the scheme of the page",
                "file://host | browsers send the scheme of the page",
                "https://app.example.com:0 | port from 1 to 65535",
                "https://app.example.com:70000 | port from 1 to 65535",
                "https://* | only as the whole first label",
                "https://*example.com | only as the whole first label",
                "https://app.*.com | only as the whole first label",
                "https://*.*.com | only as the whole first label",
                "https://*. | no browser sends",
                "https://a..b | no browser sends",
                "https://%41.example.com | no browser sends",
                "http://127.1 | no browser sends",
                "http://256.0.0.1 | no browser sends",
                "http://*.127.0.0.1 | no browser sends",
                "https://bücher.example | xn--",
                "http://[1:2] | IPv6",
            })
    void whatNoBrowserCanSendIsRefusedAtTheStart(String origin, String fault) {
        assertThat(OriginList.fault(origin)).contains(fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://example.com",
                "https://*.example.com",
                "http://*.localhost:3000",
                "http://127.0.0.1:8080",
                "http://[::1]:8080",
                "https://a_b.example.com",
                "https://example.com.",
                "app://phone",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
            })
    void whatABrowserSendsMayBeConfigured(String origin) {
        assertThat(OriginList.fault(origin)).isNull();
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
