package io.heartline.story;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A node that may open 64 files, and more clients than that. */
class OpenFilesIT {
    private static final int CLIENTS = 120;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    @Test
    void everyConnectionIsAnsweredOrClosedAndTheNodeTellsThatItLives() throws IOException {
        int port = Ports.free();
        List<String> options = List.of(
                "--auth=none",
                "--host=127.0.0.1",
                "--cluster-host=127.0.0.1",
                "--cluster-port=" + Ports.free(),
                "--bus-port=" + Ports.free(),
                "--cluster-name=files-" + port);
        NodeProcess node =
                NodeProcess.startWithFiles(64, "node", port, Path.of("target", "stories", "files.log"), options);
        List<Socket> clients = new ArrayList<>();
        try {
            node.awaitReady();
            assertThat(node.output()).contains("its process may open 64 files (ulimit -n)");
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }

            eventually(
                    "it tells that it lives",
                    WITHIN,
                    () -> Http.get(node.url() + "/health/live").status() == 200);
            assertThat(clients).allSatisfy(client -> assertThat(outcome(client)).isIn("404", "closed"));
            eventually("a client that comes later is served", WITHIN, () -> {
                try (Socket later = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return outcome(later).equals("404");
                }
            });
        } finally {
            for (Socket client : clients) {
                client.close();
            }
            node.kill();
        }
    }

    /** The status of the answer to a request, or what came of it; fails if there is none in time. */
    private static String outcome(Socket client) throws IOException {
        client.setSoTimeout((int) WITHIN.toMillis());
        try {
            client.getOutputStream()
                    .write("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            int length = "HTTP/1.1 404".length();
            String answer = new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
            return answer.isEmpty()
                    ? "closed"
                    : answer.length() < length ? "closed after \"" + answer + '"' : answer.substring(9);
        } catch (SocketException reset) {
            return "closed";
        }
    }
}
