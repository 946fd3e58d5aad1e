package io.heartline.torture.check;

import io.heartline.torture.check.Link.Hole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On one connection every position after the welcome's comes, but what expired. Judged at the end, when all is known of
 * what stood at the positions that were passed over.
 */
final class Gaps implements Watcher {
    /** Of a longer hole only the beginning is looked at. */
    private static final long LOOKED_AT = 10_000;

    private final World world;
    private final Findings findings;
    private final Expectation expectation;

    Gaps(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onEnd() {
        world.links().forEach(link -> link.holes.forEach(hole -> judge(link, hole)));
    }

    private void judge(Link link, Hole hole) {
        if (link.welcome == null) {
            return;
        }
        User user = link.device.user;
        Epoch epoch = user.epochs.get(link.welcome.position().epoch());
        long to = Math.min(hole.to(), hole.from() + LOOKED_AT);
        for (long seq = hole.from(); seq <= to; seq++) {
            Message message = epoch == null ? null : epoch.at(seq);
            boolean fine = message != null
                    ? mayHaveExpired(message, hole.at())
                    : mayHaveExpiredUnseen(user, hole.at()) || (epoch != null && user.mayRemember(epoch, seq));
            if (!fine) {
                report(link, hole, seq, message);
                return;
            }
        }
    }

    private boolean mayHaveExpired(Message message, long at) {
        return message.mayHaveEnded(at, expectation.clockMillis());
    }

    /** Something stood there that no answer and no delivery told of. */
    private boolean mayHaveExpiredUnseen(User user, long at) {
        return user.ttlUsed
                && user.messages.values().stream()
                        .anyMatch(message ->
                                message.epoch == null && message.mayBeStored() && mayHaveExpired(message, at));
    }

    private void report(Link link, Hole hole, long seq, @Nullable Message message) {
        boolean early = message != null && message.ttlMillis > 0;
        String what = message == null
                ? "nothing is known of"
                : early
                        ? message.id + " stood there, with " + message.ttlMillis + " ms to live since "
                                + message.triedAt
                        : message.id + " stood there";
        String sentence = link + " of device " + link.device + " went from " + (hole.from() - 1) + " to "
                + (hole.to() + 1) + "; at " + seq + " " + what + ".";
        findings.report(new Violation(
                early ? Rule.EXPIRED_EARLY : Rule.GAP,
                link.device.user.name,
                hole.at(),
                sentence,
                message == null ? List.of() : List.of(message.id),
                List.of(link.number())));
    }
}
