package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.telemetry.MeterNames;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The framing of requests (RFC 9112), over real sockets: what is doubtful is refused, and hides no second request. */
class FramingTest {
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String POST = "POST /first HTTP/1.1\r\nHost: h\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

    /** The paths of the requests that were carried out: their whole content had come. */
    private static final List<String> CARRIED_OUT = Collections.synchronizedList(new ArrayList<>());

    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.http = FramingTest::answer;
        node = new TestNode(choices);
    }

    private static void answer(HttpServerRequest request) {
        request.exceptionHandler(gone -> {}).endHandler(whole -> {
            CARRIED_OUT.add(request.path());
            request.response().end("done");
        });
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @BeforeEach
    void forget() {
        CARRIED_OUT.clear();
    }

    /** The bytes that come on a connection until the node closes it. */
    private static String answers(String requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> statuses(String answers) {
        return STATUS.matcher(answers).results().map(found -> found.group(1)).toList();
    }

    static Stream<String> doubtful() {
        return Stream.of(
                // Transfer-Encoding
                POST + "Transfer-Encoding: xchunked\r\n\r\n",
                POST + "Transfer-Encoding: chunked, identity\r\n\r\n",
                POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: identity\r\n\r\n",
                POST + "Transfer-Encoding:\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                POST + "Content-Length: 0\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "POST /first HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                // Content-Length
                POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                POST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
                POST + "Content-Length: 1, 1\r\n\r\na",
                POST + "Content-Length: +1\r\n\r\na",
                POST + "Content-Length: -1\r\n\r\n",
                POST + "Content-Length: 0x1\r\n\r\na",
                POST + "Content-Length: 1 0\r\n\r\na",
                POST + "Content-Length:\r\n\r\n",
                POST + "Content-Length: 99999999999999999999\r\n\r\n",
                "POST /first HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na",
                // chunks
                CHUNKED + "100000015\r\n" + "x".repeat(0x15) + "\r\n0\r\n\r\n",
                CHUNKED + "10000000000000001\r\nx\r\n0\r\n\r\n",
                CHUNKED + "-1\r\nx\r\n0\r\n\r\n",
                CHUNKED + "+1\r\nx\r\n0\r\n\r\n",
                CHUNKED + "0x1\r\nx\r\n0\r\n\r\n",
                CHUNKED + "\r\n0\r\n\r\n",
                CHUNKED + " 1\r\nx\r\n0\r\n\r\n",
                CHUNKED + "1 \r\nx\r\n0\r\n\r\n",
                CHUNKED + "1\u0000\r\nx\r\n0\r\n\r\n",
                CHUNKED + "1;a\nb\r\nx\r\n0\r\n\r\n",
                CHUNKED + "1\nx\r\n0\r\n\r\n",
                CHUNKED + "1\r\nxy\r\n0\r\n\r\n",
                CHUNKED + "1\r\nx0\r\n\r\n",
                CHUNKED + "g\r\n",
                // trailers
                CHUNKED + "0\r\nName: value\r\n more\r\n\r\n",
                CHUNKED + "0\r\nName: value\r\n\tmore\r\n\r\n",
                CHUNKED + "1\r\nx\r\n0\r\nName: value\r\nOther: value\r\n\tContent-Length: 5\r\n\r\n",
                CHUNKED + "0\r\nName: value\r\n more\r\nOther: value\r\n\r\n",
                CHUNKED + "0\r\nName: value\r\n \r\n\r\n",
                CHUNKED + "0\r\n Name: value\r\n\r\n",
                // the request line
                "\u0000\u0001" + HIDDEN,
                "\u0000" + POST + "\r\n",
                "\t" + POST + "\r\n",
                " " + POST + "\r\n",
                "\r\r\n" + POST + "\r\n",
                "\u000b" + POST + "\r\n",
                "POST  /first HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST\t/first HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /first\rHTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /first  HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /first HTTP/1.1 \r\nHost: h\r\n\r\n",
                "POST /fi\u0001rst HTTP/1.1\r\nHost: h\r\n\r\n",
                "PO:ST /first HTTP/1.1\r\nHost: h\r\n\r\n",
                "POST /first HTTP/1.2\r\nHost: h\r\n\r\n",
                "POST /first HTTP/2.0\r\nHost: h\r\n\r\n",
                "POST /first http/1.1\r\nHost: h\r\n\r\n",
                "POST /first\r\nHost: h\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                // the host
                "POST /first HTTP/1.1\r\n\r\n",
                POST + "Host: h\r\n\r\n",
                POST + "Host: other\r\n\r\n",
                POST + "host: other\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: a b\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: a@b\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: h:port\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: a\\b\r\n\r\n",
                // headers
                POST + "Name : value\r\n\r\n",
                POST + ": value\r\n\r\n",
                POST + "no colon\r\n\r\n",
                POST + "Na\u0000me: value\r\n\r\n",
                POST + "Na(me: value\r\n\r\n",
                POST + "Name: val\u0000ue\r\n\r\n",
                POST + "Name: val\rue\r\n\r\n",
                POST + "Name: val\u0007ue\r\n\r\n",
                POST + "Name: val\u007fue\r\n\r\n",
                POST + "Name: value\nContent-Length: 5\r\n\r\n",
                POST + "Name: value\r\n\tContent-Length: 5\r\n\r\n",
                POST + "Name: value\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                POST + "Name:\r\n value\r\n\r\n",
                POST + "Content-Length: 1\r\n 0\r\n\r\na",
                POST + "Name: value\r\n \r\n\r\n",
                POST + "Name: value\n\tmore\r\n\r\n",
                " Name: value\r\n" + POST + "\r\n",
                POST.replace("Host", " Name: value\r\nHost") + "\r\n");
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void whatIsDoubtfulIs400AndHidesNoSecondRequest(String doubtful) throws IOException {
        String answers = answers(doubtful + HIDDEN + HIDDEN);

        assertThat(statuses(answers)).containsExactly("400");
        assertThat(answers)
                .contains("application/problem+json")
                .contains("\"code\":\"BAD_REQUEST\"")
                .containsIgnoringCase("connection: close");
        assertThat(CARRIED_OUT).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                POST + "Name: value\r\n\tmore\r\n\r\n",
                CHUNKED + "0\r\nName: value\r\n\tmore\r\n\r\n",
                CHUNKED + "0\r\nName: value\r\n\tmore: more\r\n\r\n",
            })
    void aLineThatContinuesAnotherIsFoundAlsoWhereItComesByteByByte(String doubtful) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            for (byte each : doubtful.getBytes(StandardCharsets.ISO_8859_1)) {
                socket.getOutputStream().write(each);
            }
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(statuses(answers)).containsExactly("400");
        }
        assertThat(CARRIED_OUT).isEmpty();
    }

    @Test
    void whatCameBeforeIsAnsweredFirst() throws IOException {
        String answers = answers(HIDDEN + HIDDEN + POST + "Transfer-Encoding: xchunked\r\n\r\n" + HIDDEN);

        assertThat(statuses(answers)).containsExactly("200", "200", "400");
        assertThat(CARRIED_OUT).containsExactly("/hidden", "/hidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                POST + "Content-Length: 33\r\n\r\n" + HIDDEN,
                POST + "Content-Length: 033\r\n\r\n" + HIDDEN,
                POST + "content-length:33\r\n\r\n" + HIDDEN,
                CHUNKED + "21\r\n" + HIDDEN + "\r\n0\r\n\r\n",
                CHUNKED + "21;name=value\r\n" + HIDDEN + "\r\n000\r\nTrailer: x\r\n\r\n",
                CHUNKED + "0\r\nContent-Length: 5\r\n\r\n",
                CHUNKED + "5\r\na\r\n b\r\n1\r\n\n\r\n2\r\n b\r\n0\r\nName: value\r\nOther: value\r\n\r\n",
                POST + "transfer-encoding: CHUNKED\r\n\r\n0\r\n\r\n",
                "\r\n\r\n" + POST + "\r\n",
                "POST /first HTTP/1.1\r\nHost:\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
                "POST /first HTTP/1.1\r\nHost: my_host.example.:8080\r\n\r\n",
                "POST /first HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",
                POST + "Name: caf\u00e9\t\"x\"\r\nEmpty:\r\n\r\n",
            })
    void whatIsPlainIsCarriedOutAndTheConnectionGoesOn(String plain) throws IOException {
        String last = "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

        assertThat(statuses(answers(plain + last))).containsExactly("200", "200");
        assertThat(CARRIED_OUT).containsExactly("/first", "/last");
    }

    @Test
    void refusalsAreCounted() throws IOException {
        double before = malformed();
        answers(POST + "Transfer-Encoding: xchunked\r\n\r\n");
        answers(CHUNKED + "g\r\n");

        assertThat(malformed() - before).isEqualTo(2);
    }

    private static double malformed() {
        return node.meters
                .counter(MeterNames.CONNECTIONS_REFUSED, "reason", "malformed")
                .count();
    }
}
