package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.instance.impl.OutOfMemoryErrorDispatcher;
import io.heartline.testsupport.QuickJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutOfMemoryExitTest {

    /** A program that runs out of memory and would go on. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            OutOfMemoryExit.install();
            Thread thread = new Thread(() -> exhaust(args[0].equals("hazelcast")));
            thread.start();
            thread.join();
        }

        private static void exhaust(boolean caughtByHazelcast) {
            List<byte[]> held = new ArrayList<>();
            try {
                while (held.size() < Integer.MAX_VALUE) {
                    held.add(new byte[1 << 20]);
                }
            } catch (OutOfMemoryError e) {
                if (!caughtByHazelcast) {
                    throw e;
                }
                OutOfMemoryErrorDispatcher.onOutOfMemory(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "hazelcast"})
    void theProcessEndsWithoutAnOptionOfTheJvm(String where) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        QuickJvm.java(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        where)
                .redirectErrorStream(true)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(OutOfMemoryExit.CODE);
        assertThat(output.lines().filter(line -> line.contains("this process ends with code 3")))
                .hasSize(1);
    }

    @Test
    void aCauseCountsToo() {
        assertThat(OutOfMemoryExit.isExhausted(new IllegalStateException(new OutOfMemoryError("Java heap space"))))
                .isTrue();
        assertThat(OutOfMemoryExit.isExhausted(new OutOfMemoryError())).isTrue();
        assertThat(OutOfMemoryExit.isExhausted(new IllegalStateException(new StackOverflowError())))
                .isFalse();
    }

    @Test
    void directBuffersDoNotCount() {
        assertThat(OutOfMemoryExit.isExhausted(
                        new OutOfMemoryError("Cannot reserve 4194304 bytes of direct buffer memory (allocated: 1)")))
                .isFalse();
    }
}
