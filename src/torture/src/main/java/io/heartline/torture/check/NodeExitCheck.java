package io.heartline.torture.check;

import io.heartline.torture.history.Event.NodeLost;
import java.util.List;

/** Checks that no node ends by itself. */
final class NodeExitCheck implements EventVisitor {
    private final Findings findings;

    NodeExitCheck(Findings findings) {
        this.findings = findings;
    }

    @Override
    public void onNodeLost(NodeLost lost) {
        if (lost.how().equals("ended")) {
            String sentence = "The process of " + lost.node() + " ended by itself.";
            findings.report(new Violation(Rule.NODE_ENDED, "", lost.at(), sentence, List.of(), List.of()));
        }
    }
}
