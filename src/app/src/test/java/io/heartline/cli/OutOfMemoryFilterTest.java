package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.node.OutOfMemoryExit;
import io.heartline.testsupport.QuickJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutOfMemoryFilterTest {

    /** A program with a library that catches and logs an error, and would go on. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            OutOfMemoryExit.install();
            try {
                throw new OutOfMemoryError("Java heap space");
            } catch (OutOfMemoryError e) {
                LoggerFactory.getLogger("io.netty").debug("A task failed: {}", "task", e);
            }
        }
    }

    @Test
    void anErrorThatALibraryLogsEndsTheProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        QuickJvm.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=logback.xml", // the program's, not that of tests
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(3);
        assertThat(output).contains("Out of memory");
    }
}
