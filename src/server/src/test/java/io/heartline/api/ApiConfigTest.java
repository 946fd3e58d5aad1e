package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiConfigTest {
    private static List<String> faults(int body, int inFlight, int rate, int burst, List<String> origins) {
        return catchThrowableOfType(
                        IllegalArgumentException.class, () -> new ApiConfig(body, inFlight, rate, burst, origins))
                .getMessage()
                .lines()
                .toList();
    }

    @Test
    void everyFaultHasALineThatNamesTheOption() {
        List<String> faults = faults(0, 0, -1, 0, List.of("nonsense"));

        assertThat(faults).hasSize(5);
        assertThat(faults.get(0)).startsWith("max-body-bytes: ");
        assertThat(faults.get(1)).startsWith("batch-in-flight: ");
        assertThat(faults.get(2)).startsWith("publish-rate: ");
        assertThat(faults.get(3)).startsWith("publish-burst: ");
        assertThat(faults.get(4)).startsWith("cors-origins: 'nonsense' ");
    }

    @Test
    void aBodyHas60Seconds() {
        assertThat(ApiConfig.DEFAULT.patience()).isEqualTo(Duration.ofSeconds(60));
        assertThat(new ApiConfig(1, 1, 0, 1, List.of(), null).patience()).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://app.example", "https://*.app.example", "http://localhost:3000"})
    void anOriginIsSchemeHostAndPort(String origin) {
        assertThat(new ApiConfig(1, 1, 0, 1, List.of(origin)).corsOrigins()).containsExactly(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app.example",
                "https://app.example/",
                "https://app.example/x",
                "https://",
                "https://a*.example",
                "wss://a.example"
            })
    void whatIsMoreOrLessIsNone(String origin) {
        assertThat(faults(1, 1, 0, 1, List.of(origin))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8079/", "https://www.example.com", "/heartline.js"})
    void homeIsAnAddressOrAPath(String home) {
        assertThat(new ApiConfig(1, 1, 0, 1, List.of(), home).home()).isEqualTo(home);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "//example.com", "/\\example.com", "example.com", "https:///", "/a\r\nSet-Cookie: b"})
    void whatABrowserWouldTakeForAnotherPlaceIsNoHome(String home) {
        IllegalArgumentException fault =
                catchThrowableOfType(IllegalArgumentException.class, () -> new ApiConfig(1, 1, 0, 1, List.of(), home));

        assertThat(fault).hasMessageStartingWith("home: ");
    }
}
