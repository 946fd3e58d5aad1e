package io.heartline.torture.field;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessThrottleTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(5);

    private Process process;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "process states are read from /proc");
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void aStoppedProcessRunsOnceItIsReleased() throws Exception {
        ProcessThrottle brake = ProcessThrottle.stop(process.pid(), LONG);
        eventually("it is stopped", SOON, this::isStopped);

        brake.release();
        brake.release();

        eventually("it runs", SOON, () -> !isStopped());
    }

    @Test
    void aStoppedProcessThatNobodyReleasesRunsAfterItsTime() throws Exception {
        ProcessThrottle.stop(process.pid(), Duration.ofSeconds(1));
        eventually("it is stopped", SOON, this::isStopped);

        eventually("it runs", SOON, () -> !isStopped());
    }

    @Test
    void aThrottledProcessRunsAndStopsByTurns() throws Exception {
        ProcessThrottle brake =
                ProcessThrottle.throttle(process.pid(), Duration.ofMillis(200), Duration.ofMillis(100), LONG);
        for (int round = 0; round < 3; round++) {
            eventually("it is stopped", SOON, this::isStopped);
            eventually("it runs", SOON, () -> !isStopped());
        }

        brake.release();

        eventually("it runs", SOON, () -> !isStopped());
    }

    @Test
    void aProcessThatHasEndedIsReleasedWithoutAWord() throws Exception {
        ProcessThrottle brake = ProcessThrottle.stop(process.pid(), LONG);
        process.destroyForcibly().waitFor();

        brake.release();

        assertThat(process.isAlive()).isFalse();
    }

    private boolean isStopped() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return status.substring(status.lastIndexOf(')') + 2).startsWith("T");
    }
}
