package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.UserSeen;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Checks the listed sessions of users. They must be right, except for {@code presenceMillis} after a change of sessions or nodes. A
 * live session may be missing while nodes do not see each other. Not checked during a split, and at the end, where
 * {@link EndStateCheck} is stricter.
 */
final class PresenceCheck implements EventVisitor {
    /** A client may notice the end of its connection this much later than the server. */
    private static final long LEARNS_MILLIS = 2_000;

    private final RunModel model;
    private final Findings findings;
    private final Expectation expectation;
    /** Live sessions that were not listed, until it is clear that they were not just ending. */
    private final Deque<Missing> missing = new ArrayDeque<>();

    PresenceCheck(RunModel model, Findings findings, Expectation expectation) {
        this.model = model;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void on(Event event) {
        while (!missing.isEmpty() && missing.peek().seen.at() + LEARNS_MILLIS < event.at()) {
            judgeMissing(missing.remove());
        }
        EventVisitor.super.on(event);
    }

    @Override
    public void onEnd() {
        missing.removeIf(one -> one.seen.at() + LEARNS_MILLIS > model.now);
        missing.forEach(this::judgeMissing);
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        if (seen.online() == seen.sessions().isEmpty()) {
            String sentence = "online is " + seen.online() + " and the sessions are " + seen.sessions() + ".";
            findings.report(new Violation(Rule.PRESENCE, seen.user(), seen.at(), sentence, List.of(), List.of()));
        }
        if (seen.askedAt() >= model.endAt || model.nodes.isSplit() || model.nodes.isDown(seen.node())) {
            return;
        }
        seen.sessions().forEach(session -> {
            ConnectionState link = model.session(session);
            if (link != null) {
                judgeListed(link, seen);
            }
        });
        model.user(seen.user()).devices.values().forEach(device -> suspectMissing(device, seen));
    }

    private void judgeListed(ConnectionState link, UserSeen seen) {
        long goneAt = link.goneAt(model.nodes, expectation.heartbeatMillis());
        if (goneAt < ConnectionState.NEVER && isSettled(goneAt, seen)) {
            String sentence = link + " of device " + link.device + " had ended by " + goneAt
                    + " ms, but its session was listed at " + seen.askedAt() + " ms.";
            report(link, seen, sentence);
        }
    }

    private void suspectMissing(DeviceState device, UserSeen seen) {
        ConnectionState link = device.link;
        if (link != null
                && link.welcome != null
                && !seen.sessions().contains(link.welcome.session())
                && isSurelyLive(link)
                && isSettled(Math.max(link.welcomedAt(), model.nodes.apartAt()), seen)
                && !model.nodes.isTroubled(link.dialled.node(), seen.askedAt() - expectation.presenceMillis())) {
            missing.add(new Missing(link, seen));
        }
    }

    private void judgeMissing(Missing one) {
        if (isSurelyLive(one.link)) {
            String sentence = one.link + " of device " + one.link.device + " was live since " + one.link.welcomedAt()
                    + " ms, but its session was not listed at " + one.seen.askedAt() + " ms.";
            report(one.link, one.seen, sentence);
        }
    }

    private static boolean isSurelyLive(ConnectionState link) {
        return link.isLive() && link.doubtedSince == ConnectionState.NEVER;
    }

    private boolean isSettled(long changedAt, UserSeen seen) {
        return Math.max(changedAt, model.nodes.joinedBy()) + expectation.presenceMillis() < seen.askedAt();
    }

    private void report(ConnectionState link, UserSeen seen, String sentence) {
        findings.report(
                new Violation(Rule.PRESENCE, seen.user(), seen.at(), sentence, List.of(), List.of(link.number())));
    }

    /** A live session that was not listed. */
    private record Missing(ConnectionState link, UserSeen seen) {}
}
