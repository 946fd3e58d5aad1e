package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a history once and says what came of it. For one thread, and one history.
 *
 * <pre>{@code
 * Verdict verdict = Checker.judge(Path.of("history.ndjson"), Expectation.strict());
 * if (!verdict.isClean()) {
 *     System.out.println(verdict);
 * }
 * }</pre>
 */
public final class Checker {
    private final Findings findings = new Findings();
    private final Nodes nodes;
    private final World world;
    private final Tally tally;
    private final Comebacks comebacks;
    private final List<Watcher> checks;

    public Checker(Expectation expectation) {
        this.nodes = new Nodes(expectation.backups());
        this.world = new World(nodes);
        this.tally = new Tally(world, expectation.heartbeatMillis());
        this.comebacks = new Comebacks(world, findings);
        this.checks = List.of(
                new Lost(world, findings, expectation),
                new Gaps(world, findings, expectation),
                new Order(world, findings),
                new Positions(world, findings, expectation),
                new Ghosts(world, findings),
                new Resumption(world, findings, expectation),
                new Epochs(world, findings, expectation),
                new Presence(world, findings, expectation),
                new Stuck(world, findings, expectation),
                new EndState(world, findings, expectation),
                comebacks,
                new EndedNodes(findings));
    }

    /** Judges a whole history. */
    public static Verdict judge(Path history, Expectation expectation) throws IOException {
        Checker checker = new Checker(expectation);
        HistoryReader.read(history, checker::accept);
        return checker.finish();
    }

    /** Takes the next event. */
    public void accept(Event event) {
        for (Watcher check : checks) {
            check.on(event);
        }
        tally.on(event);
        world.on(event);
    }

    /** Judges what can only be judged at the end; to be called once, after the last event. */
    public Verdict finish() {
        checks.forEach(Watcher::onEnd);
        return new Verdict(
                findings.violations(),
                findings.counts(),
                findings.excused(),
                nodes.excuses(),
                tally.figures(comebacks.figures()));
    }
}
