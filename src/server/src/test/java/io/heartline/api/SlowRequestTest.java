package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.PushResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publishers that stop sending or reading, over real sockets. */
class SlowRequestTest {
    private static final String LINE = "{\"user\":\"alice\",\"body\":1}\n";

    private ApiGateway gateway;
    private Socket socket;

    @BeforeEach
    void connect() throws IOException {
        gateway = ApiGateway.start(new ApiConfig(65_536, 256, 0, 1_000, List.of(), null, Duration.ofMillis(300)));
        socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(20_000);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        gateway.close();
    }

    private OutputStream send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        return out;
    }

    private String head(String path, String type, String more) {
        return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: " + type + "\r\n" + more + "\r\n\r\n";
    }

    private String answer() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aPushThatDoesNotComeInFullIsToldSoAndItsConnectionCloses() throws IOException {
        send(head("/v1/push", "application/json", "Content-Length: 1000") + "{\"user\":");

        assertThat(answer())
                .startsWith("HTTP/1.1 408 ")
                .contains("\"REQUEST_TIMEOUT\"")
                .contains("300 milliseconds");
        assertThat(gateway.orders).isEmpty();
    }

    @Test
    void aByteNowAndThenBuysNoTime() throws Exception {
        OutputStream out = send(head("/v1/push", "application/json", "Transfer-Encoding: chunked"));
        gateway.vertx.setPeriodic(50, timer -> {
            try {
                out.write("1\r\n \r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                gateway.vertx.cancelTimer(timer);
            }
        });

        assertThat(answer()).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void aBatchThatBringsNoLineIsEndedAndItsLinesAreAnswered() throws IOException {
        send(head("/v1/push/batch", "application/x-ndjson", "Transfer-Encoding: chunked"));
        send(Integer.toHexString(LINE.length()) + "\r\n" + LINE + "\r\n");
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("0\r\n\r\n")) {
            answer.append((char) socket.getInputStream().read());
        }

        assertThat(answer.toString()).startsWith("HTTP/1.1 200 ").contains("\"stored\"");
        assertThat(gateway.orders).hasSize(1);
    }

    @Test
    void aBatchThatWaitsForItsAnswersIsNotEnded() throws Exception {
        Promise<PushResult> later = Promise.promise();
        gateway.push = order -> later.future();
        send(head("/v1/push/batch", "application/x-ndjson", "Content-Length: " + LINE.length()) + LINE);
        ApiGateway.await(Future.future(over -> gateway.vertx.setTimer(1_000, timer -> over.complete())));
        later.complete(ApiGateway.STORED);

        assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200 OK");
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("0\r\n\r\n")) {
            answer.append((char) socket.getInputStream().read());
        }
        assertThat(answer.toString()).contains("\"stored\"");
    }
}
