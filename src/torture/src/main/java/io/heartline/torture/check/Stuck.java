package io.heartline.torture.check;

import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Muted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device that is connected and has acknowledged all that came does not wait long for a stored message, even if it gets
 * it later. The time counts only while nothing was done to its node.
 */
final class Stuck implements Watcher {
    private final World world;
    private final Findings findings;
    private final Expectation expectation;

    Stuck(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onDelivered(Delivered delivered) {
        judge(world.link(delivered.link()), delivered.at());
    }

    @Override
    public void onMuted(Muted muted) {
        judge(world.link(muted.link()), muted.at());
    }

    @Override
    public void onEnded(Ended ended) {
        judge(world.link(ended.link()), ended.at());
    }

    private void judge(@Nullable Link link, long at) {
        if (link == null || link != link.device.link || !link.isLive() || !link.hasFinishedAll()) {
            return;
        }
        Message message = oldestOwed(link.device, at);
        if (message == null || world.nodes.isSplit() || world.nodes.isDown(link.dialled.node())) {
            return;
        }
        long since = Math.max(
                Math.max(message.storedAt, link.finishedAt),
                Math.max(world.nodes.changedAt(link.dialled.node()), world.nodes.splitEndedAt()));
        if (at - since > expectation.stuckMillis() && !world.nodes.isTroubled(link.dialled.node(), since)) {
            String sentence = message + " was stored at " + message.storedAt + " ms, and " + link + " of device "
                    + link.device + " had acknowledged everything and got nothing for " + (at - since) + " ms.";
            findings.report(new Violation(
                    Rule.STUCK, link.device.user.name, at, sentence, List.of(message.id), List.of(link.number())));
        }
    }

    private @Nullable Message oldestOwed(Device device, long at) {
        for (Message message : device.owed) {
            if (!device.hasReceived(message) && !message.mayHaveEnded(at, expectation.clockMillis())) {
                return message;
            }
        }
        return null;
    }
}
