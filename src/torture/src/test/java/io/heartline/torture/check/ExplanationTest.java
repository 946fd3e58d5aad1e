package io.heartline.torture.check;

import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event.Channel;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.HistoryFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A violation explains itself. */
class ExplanationTest {
    @Test
    void itTellsOfTheMessageItsConnectionAndTheFaultsAround() {
        Story lost = aHistory()
                .comes("phone", 0)
                .add(new FaultBegun(9, 1, "kill", List.of("node-2"), "SIGKILL"))
                .lost("node-2", "killed")
                .pushed("m1", 1)
                .calm()
                .leaves("phone");

        List<String> lines = explained(lost, lost.breaks(Rule.LOST));

        assertThat(lines.get(0)).contains("lost", "alice", "m1", "phone");
        assertThat(lines)
                .containsSubsequence(
                        "{\"e\":\"dialled\",\"t\":7,\"l\":1,\"u\":\"alice\",\"d\":\"phone\",\"n\":\"node-1\",\"try\":1,\"keep\":300000}",
                        "{\"e\":\"fault\",\"t\":9,\"no\":1,\"kind\":\"kill\",\"on\":[\"node-2\"],\"detail\":\"SIGKILL\"}",
                        "{\"e\":\"lost\",\"t\":9,\"n\":\"node-2\",\"how\":\"killed\"}",
                        "{\"e\":\"tried\",\"t\":10,\"u\":\"alice\",\"i\":\"m1\",\"v\":1,\"ttl\":0,\"by\":\"HTTP\",\"n\":\"node-1\"}",
                        "{\"e\":\"bye\",\"t\":2013,\"l\":1}");
    }

    @Test
    void itLeavesOutWhatIsNotConcerned() {
        Story lost = aHistory()
                .comes("phone", 0)
                .add(new Tried(8, "bob", "m1", 9, 0, Channel.HTTP, "node-1"))
                .pushed("m1", 1)
                .tried("m2")
                .refused("m2")
                .calm()
                .leaves("phone");

        List<String> lines = explained(lost, lost.breaks(Rule.LOST));

        assertThat(lines).noneMatch(line -> line.contains("bob")).noneMatch(line -> line.contains("\"m2\""));
    }

    @Test
    void itIsShortHoweverLongTheHistory() {
        Story lost = aHistory().comes("phone", 0).pushed("m1", 1);
        for (int i = 0; i < 200; i++) {
            lost.tried("m1")
                    .stored("m1", 1)
                    .lost("node-2", "killed")
                    .ready("node-2")
                    .drops("phone")
                    .returns("phone", 0);
        }
        lost.calm().leaves("phone");

        List<String> lines = explained(lost, lost.breaks(Rule.LOST));

        assertThat(lines).hasSizeBetween(60, 81);
        assertThat(lines.get(lines.size() - 1)).as("the nearest").contains("ended");
    }

    @Test
    void aHistoryIsJudgedAndExplainedFromItsFile(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("history.ndjson");
        Story lost = aHistory().comes("phone", 0).pushed("m1", 1).calm().leaves("phone");
        try (HistoryFile file = new HistoryFile(path)) {
            lost.events.forEach(file::record);
        }

        CheckResult result = Checker.judge(path, Expectation.strict());

        assertThat(result.counts()).containsOnlyKeys(Rule.LOST);
        Violation violation = result.violations().get(0);
        assertThat(Explanation.of(path, violation)).isEqualTo(explained(lost, violation));
    }

    private static List<String> explained(Story story, Violation violation) {
        Explanation explanation = new Explanation(violation);
        story.events.forEach(explanation::accept);
        return explanation.lines();
    }
}
