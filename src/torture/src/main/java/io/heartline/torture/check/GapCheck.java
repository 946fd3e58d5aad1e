package io.heartline.torture.check;

import io.heartline.torture.check.ConnectionState.Hole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a connection delivers every position after that of its welcome, except expired messages. Runs at the end, when all
 * messages at skipped positions are known.
 */
final class GapCheck implements EventVisitor {
    /** Of a longer gap only the beginning is checked. */
    private static final long LOOKED_AT = 10_000;

    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;

    GapCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void onEnd() {
        model.links().forEach(link -> link.holes.forEach(hole -> judge(link, hole)));
    }

    private void judge(ConnectionState link, Hole hole) {
        if (link.welcome == null) {
            return;
        }
        UserState user = link.device.user;
        EpochState epoch = user.epochs.get(link.welcome.position().epoch());
        long to = Math.min(hole.to(), hole.from() + LOOKED_AT);
        for (long seq = hole.from(); seq <= to; seq++) {
            MessageState message = epoch == null ? null : epoch.at(seq);
            boolean fine = message != null
                    ? mayHaveExpired(message, hole.at())
                    : mayHaveExpiredUnseen(user, hole.at()) || (epoch != null && user.mayRemember(epoch, seq));
            if (!fine) {
                report(link, hole, seq, message);
                return;
            }
        }
    }

    private boolean mayHaveExpired(MessageState message, long at) {
        return message.mayHaveEnded(at, expectation.clockMillis());
    }

    /** True if an expired message that never appeared may have been there. */
    private boolean mayHaveExpiredUnseen(UserState user, long at) {
        return user.ttlUsed
                && user.messages.values().stream()
                        .anyMatch(message ->
                                message.epoch == null && message.mayBeStored() && mayHaveExpired(message, at));
    }

    private void report(ConnectionState link, Hole hole, long seq, @Nullable MessageState message) {
        boolean early = message != null && message.ttlMillis > 0;
        String what = message == null
                ? "the message is unknown"
                : early
                        ? message.id + " was there, with a time to live of " + message.ttlMillis + " ms since "
                                + message.triedAt + " ms"
                        : message.id + " was there";
        String sentence = link + " of device " + link.device + " skipped from " + (hole.from() - 1) + " to "
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
