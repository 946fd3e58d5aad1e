package io.heartline.torture.check;

import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Muted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a connected device that has acknowledged everything does not wait long for a stored message, even if it arrives later.
 * Time counts only without faults of its node.
 */
final class StuckCheck implements EventVisitor {
    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;

    StuckCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onDelivered(Delivered delivered) {
        judge(model.link(delivered.link()), delivered.at());
    }

    @Override
    public void onMuted(Muted muted) {
        judge(model.link(muted.link()), muted.at());
    }

    @Override
    public void onEnded(Ended ended) {
        judge(model.link(ended.link()), ended.at());
    }

    private void judge(@Nullable ConnectionState link, long at) {
        if (link == null || link != link.device.link || !link.isLive() || !link.hasFinishedAll()) {
            return;
        }
        MessageState message = oldestOwed(link.device, at);
        if (message == null || model.nodes.isSplit() || model.nodes.isDown(link.dialled.node())) {
            return;
        }
        long since = Math.max(
                Math.max(message.storedAt, link.finishedAt),
                Math.max(model.nodes.changedAt(link.dialled.node()), model.nodes.splitEndedAt()));
        if (at - since > expectation.stuckMillis() && !model.nodes.isTroubled(link.dialled.node(), since)) {
            String sentence = message + " was stored at " + message.storedAt + " ms, and " + link + " of device "
                    + link.device + " had acknowledged everything and received nothing for " + (at - since) + " ms.";
            findings.report(new Violation(
                    Rule.STUCK, link.device.user.name, at, sentence, List.of(message.id), List.of(link.number())));
        }
    }

    private @Nullable MessageState oldestOwed(DeviceState device, long at) {
        for (MessageState message : device.owed) {
            if (!device.hasReceived(message) && !message.mayHaveEnded(at, expectation.clockMillis())) {
                return message;
            }
        }
        return null;
    }
}
