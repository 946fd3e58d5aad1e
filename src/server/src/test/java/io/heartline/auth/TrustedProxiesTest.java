package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // peer | X-Forwarded-For | client
                "203.0.113.5 | 198.51.100.1 | 203.0.113.5",
                "10.1.2.3 | 198.51.100.1 | 198.51.100.1",
                "192.0.2.7 | 198.51.100.1 | 198.51.100.1",
                "192.0.2.8 | 198.51.100.1 | 192.0.2.8",
                "fd12::1 | 2001:db8::9 | 2001:db8:0:0:0:0:0:9",
                "::ffff:10.1.2.3 | 198.51.100.1 | 198.51.100.1",
                // What the client wrote itself is on the left of what the first proxy wrote.
                "10.1.2.3 | 6.6.6.6, 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 6.6.6.6, 198.51.100.1, 10.9.9.9 | 198.51.100.1",
                "10.1.2.3 | 10.4.4.4, 10.9.9.9 | 10.4.4.4",
                "10.1.2.3 | - | 10.1.2.3",
                "10.1.2.3 | unknown | 10.1.2.3",
                "10.1.2.3 | 6.6.6.6, evil, 10.9.9.9 | 10.9.9.9",
                "10.1.2.3 | 198.51.100.1:4711 | 198.51.100.1",
                "10.1.2.3 | [2001:db8::9]:4711 | 2001:db8:0:0:0:0:0:9",
                "10.1.2.3 | '\"[2001:db8::9]\"' | 2001:db8:0:0:0:0:0:9",
                "10.1.2.3 | example.com | 10.1.2.3",
            })
    void theClientIsTheNearestAddressThatIsNoProxy(String peer, String forwarded, String client) {
        assertThat(PROXIES.clientOf(peer, forwarded == null ? List.of() : List.of(forwarded)))
                .isEqualTo(client);
    }

    @Test
    void severalHeadersAreReadAsOne() {
        assertThat(PROXIES.clientOf("10.1.2.3", List.of("6.6.6.6", "198.51.100.1", "10.9.9.9")))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void withoutAListNobodyIsBelieved() {
        assertThat(TrustedProxies.NONE.clientOf("127.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "proxy",
                "10.0.0.0/33",
                "10.0.0/8",
                "10.0.0.0/",
                "fd00::/129",
                "*",
                "10.0.0.1:80",
                "10.0.0.0/-1"
            })
    void anythingElseThanAnAddressIsAFault(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of(List.of("10.0.0.1", text)))
                .withMessage("proxies: must be addresses or CIDR blocks, but has '" + text + "'");
    }
}
