package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.heartline.testsupport.QuickJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The end of a process whose event loop stands still. */
class LoopWatchdogEndTest {
    private static final int CODE = 70;

    /** A program with a loop that stands still, and that would go on; its log takes nothing if it is told so. */
    static final class Program {
        private static final CountDownLatch NEVER = new CountDownLatch(1);

        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            if (args[0].equals("blocked")) {
                blockLog();
            }
            Thread loop = new Thread(Program::standStill, "loop-that-stands");
            loop.setDaemon(true);
            loop.start();
            LoopWatchdog watchdog = new LoopWatchdog(List.of(() -> 7), LoopWatchdog::endProcess);
            for (long second = 1; second <= 2 * LoopWatchdog.LONGEST.toSeconds(); second++) {
                watchdog.check(TimeUnit.SECONDS.toMillis(second));
            }
            watchdog.close();
        }

        private static void blockLog() {
            UnsynchronizedAppenderBase<ILoggingEvent> full = new UnsynchronizedAppenderBase<>() {
                @Override
                protected void append(ILoggingEvent line) {
                    standStill();
                }
            };
            full.start();
            ((Logger) LoggerFactory.getLogger(LoopWatchdog.class)).addAppender(full);
        }

        private static void standStill() {
            try {
                NEVER.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The output of a process that the watchdog has ended. */
    private static String outputOfEnded(String log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        QuickJvm.java(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        log)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(CODE);
        return output;
    }

    @Test
    void itLogsTheStacksOfAllThreadsAndEnds() throws IOException, InterruptedException {
        assertThat(outputOfEnded("open"))
                .containsOnlyOnce("The event loop of gateway 0 has stood still for 30 s: this process ends")
                .contains("\"main\"", "\"loop-that-stands\" WAITING", Program.class.getName() + ".standStill(");
    }

    @Test
    void aLogThatTakesNothingDelaysTheEndAndDoesNotPreventIt() throws IOException, InterruptedException {
        outputOfEnded("blocked"); // asserts the exit code
    }
}
