package io.heartline.torture.check;

import io.heartline.torture.history.Event.NodeLost;
import java.util.List;

/** No node ends by itself. */
final class EndedNodes implements Watcher {
    private final Findings findings;

    EndedNodes(Findings findings) {
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
