package io.heartline.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The start of a node that does not come to its end. */
class StartStoriesIT {
    private static final Duration WITHIN = Duration.ofMinutes(2);

    @Test
    void aNodeThatWaitsForASilentAddressEndsInOrderWhenItIsTold() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout((int) WITHIN.toMillis());
            NodeProcess node = NodeProcess.start(
                    "waits",
                    Ports.free(),
                    Path.of("target", "story-logs", "start", "waits.log"),
                    List.of(
                            "--cluster-port=" + Ports.free(),
                            "--bus-port=" + Ports.free(),
                            "--cluster-name=start-" + silent.getLocalPort(),
                            "--join=127.0.0.1:" + silent.getLocalPort()));
            try (Socket accepted = silent.accept()) {
                assertThat(accepted.isConnected()).isTrue();
                long told = System.nanoTime();
                node.terminate();

                assertThat(node.awaitExit(WITHIN)).as(node.output()).isZero();
                System.out.printf("It ended %d ms after the signal%n", (System.nanoTime() - told) / 1_000_000);
                assertThat(node.output())
                        .contains("is told to end before its node has joined")
                        .doesNotContain(" serves at ");
            } finally {
                if (node.isAlive()) {
                    node.kill();
                }
            }
        }
    }
}
