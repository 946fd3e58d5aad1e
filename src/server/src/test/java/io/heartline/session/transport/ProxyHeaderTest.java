package io.heartline.session.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol at a real server, which answers with the address of its client. */
class ProxyHeaderTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    private static final Vertx VERTX = Vertx.vertx();
    private static HttpServer believing;
    private static HttpServer doubting;

    @BeforeAll
    static void start() throws Exception {
        believing = serve(true);
        doubting = serve(false);
    }

    private static HttpServer serve(boolean believed) throws Exception {
        // With HTTP/2, a connection would be handled only after its first bytes.
        return VERTX.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .connectionHandler(connection -> ProxyHeader.expect(connection, peer -> believed))
                .requestHandler(request ->
                        request.response().end("from " + request.remoteAddress().hostAddress() + "."))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Sends the pieces one after the other, and reads the whole answer. */
    private static String answer(HttpServer server, String... pieces) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
            socket.setSoTimeout(15_000);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            for (String piece : pieces) {
                out.write(piece.getBytes(ISO_8859_1));
                out.flush();
            }
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static String hex(String hex) {
        return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROXY TCP4 198.51.100.1 10.0.0.1 4711 8080 | 198.51.100.1",
                "PROXY TCP6 2001:db8::9 2001:db8::1 4711 8080 | 2001:db8:0:0:0:0:0:9",
                "PROXY UNKNOWN | 127.0.0.1",
                "PROXY UNKNOWN ffff:f...f ffff:f...f 65535 65535 | 127.0.0.1",
            })
    void aTextHeaderSaysWhoseTheConnectionIs(String header, String client) throws IOException {
        assertThat(answer(believing, header + "\r\n" + REQUEST)).endsWith("from " + client + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "2111000c + c63364010a000001126700ff, 198.51.100.1",
        "21110010 + c63364010a000001126700ff + 04000100, 198.51.100.1", // with an extension
        "21210024 + 20010db8000000000000000000000009 + 20010db8000000000000000000000001 + 126700ff, 2001:db8:0:0:0:0:0:9",
        "20000000, 127.0.0.1", // the proxy itself
        "21310000, 127.0.0.1" // a UNIX socket
    })
    void aBinaryHeaderSaysWhoseTheConnectionIs(String header, String client) throws IOException {
        String bytes = hex(SIGNATURE + header.replace(" + ", ""));

        assertThat(answer(believing, bytes + REQUEST)).endsWith("from " + client + ".");
        assertThat(answer(believing, bytes.substring(0, 5), bytes.substring(5) + REQUEST))
                .endsWith("from " + client + ".");
    }

    @Test
    void aHeaderMayComeInPieces() throws IOException {
        assertThat(answer(believing, "P", "ROXY TCP4 198.51.100.1 ", "10.0.0.1 4711 8080\r", "\n" + REQUEST))
                .endsWith("from 198.51.100.1.");
    }

    @Test
    void aProxyMaySendNone() throws IOException {
        assertThat(answer(believing, REQUEST)).endsWith("from 127.0.0.1.");
        assertThat(answer(believing, REQUEST.replace("GET / ", "PUT / "))).endsWith("from 127.0.0.1.");
    }

    @Test
    void whoIsNotBelievedIsAnsweredAsForAnyOtherRequestThatIsNone() throws IOException {
        assertThat(answer(doubting, "PROXY TCP4 198.51.100.1 10.0.0.1 4711 8080\r\n" + REQUEST))
                .doesNotContain("from");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 example.com 10.0.0.1 4711 8080\r\n",
                "PROXY TCP4 198.51.100.1 10.0.0.1 70000 8080\r\n",
                "PROXY TCP4 198.51.100.1\r\n",
                "PROXY \r\n",
                "PROXY aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void aBrokenTextHeaderClosesTheConnection(String header) throws IOException {
        assertThat(answer(believing, header + REQUEST)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1111000c", "2111ffff", "21110004c6336401"})
    void aBrokenBinaryHeaderClosesTheConnection(String header) throws IOException {
        assertThat(answer(believing, hex(SIGNATURE + header) + REQUEST)).isEmpty();
    }
}
