package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455, section 4, row by row: what is wrong with a request to open a WebSocket, and how it is answered. */
class OpeningTest {
    private static final List<String> SOUND = List.of(
            "GET /v1/connect HTTP/1.1",
            "Host: h",
            "Connection: keep-alive, Upgrade",
            "Upgrade: WebSocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    private static TestNode node;

    /** Replaces the line of the valid request that starts with {@code line}; names the status and a text of the answer. */
    private record Row(String name, String line, String instead, int status, String says) {
        List<String> request() {
            List<String> lines = new ArrayList<>(SOUND);
            lines.removeIf(sound -> !line.isEmpty() && sound.startsWith(line));
            if (!instead.isEmpty()) {
                lines.add(instead.contains("HTTP/") ? 0 : lines.size(), instead);
            }
            return lines;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    // spotless:off
    static Stream<Row> rows() {
        return Stream.of(
            new Row("sound",                             "",                  "", 101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
            new Row("extensions are not negotiated",     "",                  "Sec-WebSocket-Extensions: permessage-deflate", 101, "Upgrade"),
            new Row("no Host",                           "Host",              "", 400, ""),
            new Row("no key",                            "Sec-WebSocket-Key", "", 400, ""),
            new Row("no version",                        "Sec-WebSocket-V",   "", 426, "Sec-WebSocket-Version: 13"),
            new Row("an old version",                    "Sec-WebSocket-V",   "Sec-WebSocket-Version: 8", 426, "Sec-WebSocket-Version: 13"),
            new Row("a version to come",                 "Sec-WebSocket-V",   "Sec-WebSocket-Version: 14", 426, "Sec-WebSocket-Version: 13"),
            new Row("no Upgrade",                        "Upgrade",           "", 426, "upgrade: websocket"),
            new Row("an upgrade to something else",      "Upgrade",           "Upgrade: h2c", 426, "upgrade: websocket"),
            new Row("no Connection",                     "Connection",        "", 400, ""),
            new Row("POST",                              "GET",               "POST /v1/connect HTTP/1.1", 405, "allow: GET"),
            new Row("HTTP/1.0",                          "GET",               "GET /v1/connect HTTP/1.0", 505, ""),
            new Row("content",                           "",                  "Content-Length: 5", 400, "no content"),
            new Row("content without end",               "",                  "Transfer-Encoding: chunked", 400, "no content"),
            new Row("a key of four bytes",               "Sec-WebSocket-Key", "Sec-WebSocket-Key: AAAAAA==", 400, "16 bytes"),
            new Row("a key that is not base64",          "Sec-WebSocket-Key", "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==", 400, "16 bytes"),
            new Row("an asterisk for a target",          "GET",               "OPTIONS * HTTP/1.1", 404, ""),
            new Row("a target without a slash",          "GET",               "GET v1/connect HTTP/1.1", 404, ""),
            new Row("only a query for a target",         "GET",               "GET ?x HTTP/1.1", 404, ""),
            new Row("a target of 100 kB",                "GET",               "GET /" + "x".repeat(100_000) + " HTTP/1.1", 414, ""),
            new Row("a header of 100 kB",                "",                  "Cookie: " + "x".repeat(100_000), 431, ""),
            new Row("ten thousand headers",              "",                  "A: b\r\n".repeat(10_000) + "A: b", 431, ""),
            new Row("no HTTP at all",                    "GET",               "\u0016\u0003\u0001 x HTTP/", 400, ""));
    }
    // spotless:on

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(new TestNode.Choices());
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAnswered(Row row) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            String request = String.join("\r\n", row.request()) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = answer(socket);

            assertThat(answer).startsWith("HTTP/1.").contains(" " + row.status() + " ");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains(row.says().toLowerCase(Locale.ROOT))
                    .doesNotContain("sec-websocket-extensions");
        }
    }

    /** The head of the answer, and the part of its content that arrived with it. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] part = new byte[8_192];
        while (!answer.toString().contains("\r\n\r\n")) {
            int read = socket.getInputStream().read(part);
            if (read < 0) {
                break;
            }
            answer.append(new String(part, 0, read, StandardCharsets.ISO_8859_1));
        }
        return answer.toString();
    }

    @Test
    void anAnswerSaysWhatWasWrongAndTheNodeLivesOn() throws Exception {
        for (Row row : rows().toList()) {
            isAnswered(row);
        }
        try (RawClient client = new RawClient(node.port())) {
            client.hello("alice", "d").expect("welcome");
        }
    }
}
