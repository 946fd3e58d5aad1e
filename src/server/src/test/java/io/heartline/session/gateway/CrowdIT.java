package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.heartline.telemetry.MeterNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Very many idle connections and one working client, over real sockets and with the default limits. */
class CrowdIT {
    private static final int MANY = 10_000;
    private static final long MOST_BYTES_EACH = 64 << 10;

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(new TestNode.Choices());
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private Process crowd(int sockets, String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Crowd.class.getName(),
                        Integer.toString(node.port()),
                        Integer.toString(sockets),
                        how)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void aClientGetsItsMessage(String user) throws Exception {
        try (RawClient client = new RawClient(node.port())) {
            client.hello(user, "d").expect("welcome");
            node.push(user, "1");
            assertThat(client.expect("message").getLong("seq")).isEqualTo(1);
        }
    }

    private void comesToNothing(int sockets, String how, String last) throws Exception {
        long before = heap();
        Process crowd = crowd(sockets, how);
        try (BufferedReader said = crowd.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("OPEN");
            assertThat(heap() - before).as("bytes of heap").isLessThan(sockets * MOST_BYTES_EACH);
            aClientGetsItsMessage("alice");
            assertThat(said.readLine()).isEqualTo(last);
            aClientGetsItsMessage("bob");
        } finally {
            crowd.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static void assumeDescriptors() {
        long most = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        assumeTrue(most > MANY + 1_000, "a process may have only " + most + " file descriptors");
    }

    @Test
    void tenThousandWhoNeverSayHelloAreSentAwayAndOthersAreServedMeanwhile() throws Exception {
        assumeDescriptors();
        comesToNothing(MANY, "upgrade", "CUT " + MANY + " 4008 " + MANY);
        assertThat(node.meters
                        .counter(MeterNames.SESSIONS_CLOSED, "code", "4008")
                        .count())
                .isEqualTo(MANY);
    }

    @Test
    void tenThousandWhoSayNothingAtAllAreCut() throws Exception {
        assumeDescriptors();
        comesToNothing(MANY, "silent", "CUT " + MANY + " 4008 0");
    }

    @Test
    void aThousandWhoseRequestComesByteByByteAreCut() throws Exception {
        comesToNothing(1_000, "trickle", "CUT 1000 4008 0");
        assertThat(node.meters
                        .counter(MeterNames.CONNECTIONS_REFUSED, "reason", "late")
                        .count())
                .isEqualTo(1_000);
    }
}
