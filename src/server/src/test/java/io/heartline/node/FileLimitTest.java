package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FileLimitTest {
    @Test
    void manyFilesLimitNothing() {
        assertThat(new FileLimit(1_048_576, 60).sessions(40_000)).isEqualTo(40_000);
        assertThat(new FileLimit(Long.MAX_VALUE, 0).sessions(1_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void someFilesAreLeftForOtherNodesAndForQuestionsOfHealth() {
        assertThat(new FileLimit(1_024, 60).sessions(40_000)).isEqualTo(964 - 241);
        assertThat(new FileLimit(65_536, 60).sessions(1_000_000)).isEqualTo(65_476 - 256);
        assertThat(new FileLimit(64, 44).sessions(1_000_000)).isEqualTo(20 - 8);
    }

    @Test
    void aLimitThatLeavesNoRoomLeavesRoomForOne() {
        assertThat(new FileLimit(64, 60).sessions(1_000_000)).isEqualTo(1);
        assertThat(new FileLimit(64, 80).sessions(1_000_000)).isEqualTo(1);
    }

    @Test
    void aFewConnectionsMoreAreAnsweredAndMostOfWhatIsSparedIsLeftForOtherNodes() {
        assertThat(new FileLimit(64, 44).extra(12)).isEqualTo(2);
        assertThat(new FileLimit(65_536, 60).extra(65_220)).isEqualTo(64);
        assertThat(new FileLimit(64, 80).extra(1)).isEqualTo(1);
        assertThat(new FileLimit(Long.MAX_VALUE, 0).extra(40_000)).isEqualTo(Integer.MAX_VALUE);
    }

    private List<String> warningsOf(FileLimit files, SessionLimit wanted) {
        Logger logger = (Logger) LoggerFactory.getLogger(FileLimit.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            files.cap("n1", wanted);
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }

    @Test
    void aDefaultIsLoweredWithoutAWord() {
        FileLimit files = new FileLimit(65_536, 60);

        assertThat(files.cap("n1", new SessionLimit(385_792, false))).isEqualTo(65_220);
        assertThat(warningsOf(files, new SessionLimit(385_792, false))).isEmpty();
        assertThat(warningsOf(files, new SessionLimit(40_000, false))).isEmpty();
        assertThat(warningsOf(files, SessionLimit.of(40_000))).isEmpty();
        assertThat(warningsOf(new FileLimit(1_024, 60), SessionLimit.of(10)))
                .as("few, but wanted")
                .isEmpty();
    }

    @Test
    void aNumberThatIsGivenAndDoesNotFitIsAWarningAndSoAreFewFiles() {
        assertThat(warningsOf(new FileLimit(65_536, 60), SessionLimit.of(385_792)))
                .containsExactly(
                        "WARN Node n1 takes at most 65220 sessions, not 385792 (max-sessions): its process may open"
                                + " 65536 files (ulimit -n)");
        assertThat(warningsOf(new FileLimit(1_024, 60), new SessionLimit(385_792, false)))
                .containsExactly(
                        "WARN Node n1 takes at most 723 sessions, not 385792 (max-sessions): its process may open"
                                + " 1024 files (ulimit -n)");
    }

    @Test
    void theLimitOfThisProcessIsKnown() {
        FileLimit now = FileLimit.now();

        assertThat(now.most()).isGreaterThan(now.open());
    }
}
