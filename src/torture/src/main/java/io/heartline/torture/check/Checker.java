package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.HistoryReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks one history for violations of the contract, in one pass. For one thread.
 *
 * <pre>{@code
 * CheckResult result = Checker.judge(Path.of("history.ndjson"), Expectation.strict());
 * if (!result.isClean()) {
 *     System.out.println(result);
 * }
 * }</pre>
 */
public final class Checker {
    private final Findings findings = new Findings();
    private final NodesState nodes;
    private final RunModel model;
    private final FiguresCollector collector;
    private final ReconnectCheck reconnects;
    private final List<EventVisitor> checks;

    public Checker(Expectation expectation) {
        this.nodes = new NodesState(expectation.backups());
        this.model = new RunModel(nodes);
        this.collector = new FiguresCollector(model, expectation.heartbeatMillis());
        this.reconnects = new ReconnectCheck(model, findings);
        this.checks = List.of(
                new LossCheck(model, findings, expectation),
                new GapCheck(model, findings, expectation),
                new OrderCheck(model, findings),
                new PositionCheck(model, findings, expectation),
                new GhostCheck(model, findings),
                new ResumptionCheck(model, findings, expectation),
                new EpochCheck(model, findings, expectation),
                new PresenceCheck(model, findings, expectation),
                new StuckCheck(model, findings, expectation),
                new EndStateCheck(model, findings, expectation),
                reconnects,
                new NodeExitCheck(findings));
    }

    /** Checks a history file. */
    public static CheckResult judge(Path history, Expectation expectation) throws IOException {
        Checker checker = new Checker(expectation);
        HistoryReader.read(history, checker::accept);
        return checker.finish();
    }

    /** Takes the next event. */
    public void accept(Event event) {
        for (EventVisitor check : checks) {
            check.on(event);
        }
        collector.on(event);
        model.on(event);
    }

    /** Runs the checks that need the complete history. Called once, after the last event. */
    public CheckResult finish() {
        checks.forEach(EventVisitor::onEnd);
        return new CheckResult(
                findings.violations(),
                findings.counts(),
                findings.excused(),
                nodes.excuses(),
                collector.figures(reconnects.figures()));
    }
}
