package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.telemetry.MeterNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of heads, and the hosts for which a gateway without authentication answers. */
class HttpRulesOfGatewayTest {
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.rules = new HttpRules(HttpRules.MAX_HEADER_BYTES, HostRule.LOOPBACK);
        choices.http = request -> request.response().end("done");
        node = new TestNode(choices);
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static String answer(String target, String host, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            String request =
                    "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String answer(String host) throws IOException {
        return answer("/health/live", host, "");
    }

    private static double refused(String reason) {
        return node.meters
                .counter(MeterNames.CONNECTIONS_REFUSED, "reason", reason)
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.",
                "app.localhost:1",
                "127.0.0.1",
                "127.1.2.3:8080",
                "[::1]",
                "[::1]:8080"
            })
    void aLoopbackNameIsAnswered(String host) throws IOException {
        assertThat(answer(host)).startsWith("HTTP/1.1 200 ");
        assertThat(answer("http://" + host + "/x", host, "")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "evillocalhost",
                "128.0.0.1",
                "[::2]",
                "0.0.0.0",
                ""
            })
    void anotherNameIsRefused(String host) throws IOException {
        String upgrade = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nOrigin: http://" + host
                + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

        assertThat(answer(host)).startsWith("HTTP/1.1 403 ").contains("\"code\":\"FORBIDDEN\"", "Host: ");
        assertThat(answer("/v1/connect", host, upgrade)).startsWith("HTTP/1.1 403 ");
        assertThat(answer("/v1/sockjs/info", host, "")).startsWith("HTTP/1.1 403 ");
        assertThat(answer("http://" + host + "/x", "localhost", "")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void onlyANodeWithoutAuthenticationOnLoopbackMindsTheName() {
        assertThat(HostRule.of(true, "127.0.0.1")).isEqualTo(HostRule.LOOPBACK);
        assertThat(HostRule.of(true, "::1")).isEqualTo(HostRule.LOOPBACK);
        assertThat(HostRule.of(true, "0.0.0.0")).isEqualTo(HostRule.ANY);
        assertThat(HostRule.of(false, "127.0.0.1")).isEqualTo(HostRule.ANY);
    }

    @Test
    void headersAndRequestLinesMayBeLong() throws IOException {
        assertThat(answer("/" + "x".repeat(16_000), "localhost", "")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("/", "localhost", "Cookie: a=" + "x".repeat(32_000) + "\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void longerOnesAreToldTheLimitAndCounted() throws IOException {
        assertThat(answer("/" + "x".repeat(16_400), "localhost", ""))
                .startsWith("HTTP/1.1 414 ")
                .contains("application/problem+json", "\"code\":\"URI_TOO_LONG\"", "16384", "--max-header-bytes");
        assertThat(refused("414")).isEqualTo(1);
        assertThat(answer("/", "localhost", "Cookie: a=" + "x".repeat(32_800) + "\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json", "\"code\":\"HEADERS_TOO_LARGE\"", "32768", "--max-header-bytes");
        assertThat(refused("431")).isEqualTo(1);
    }
}
