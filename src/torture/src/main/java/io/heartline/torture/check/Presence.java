package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.UserSeen;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What is told of a user's sessions is right, but for {@code presenceMillis} after one came or went, or a node was lost
 * or came back; a session that lives may be missed while nodes do not see each other. Not judged while the cluster is
 * split, and at the end, where {@link EndState} is stricter.
 */
final class Presence implements Watcher {
    /** A client may learn this much later than the server that its connection is over. */
    private static final long LEARNS_MILLIS = 2_000;

    private final World world;
    private final Findings findings;
    private final Expectation expectation;
    /** Live sessions that were not listed, until it is clear that their ends were not under way. */
    private final Deque<Missing> missing = new ArrayDeque<>();

    Presence(World world, Findings findings, Expectation expectation) {
        this.world = world;
        this.findings = findings;
        this.expectation = expectation;
    }

    @Override
    public void on(Event event) {
        while (!missing.isEmpty() && missing.peek().seen.at() + LEARNS_MILLIS < event.at()) {
            judgeMissing(missing.remove());
        }
        Watcher.super.on(event);
    }

    @Override
    public void onEnd() {
        missing.removeIf(one -> one.seen.at() + LEARNS_MILLIS > world.now);
        missing.forEach(this::judgeMissing);
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        if (seen.online() == seen.sessions().isEmpty()) {
            String sentence = "online is " + seen.online() + " and the sessions are " + seen.sessions() + ".";
            findings.report(new Violation(Rule.PRESENCE, seen.user(), seen.at(), sentence, List.of(), List.of()));
        }
        if (seen.askedAt() >= world.endAt || world.nodes.isSplit() || world.nodes.isDown(seen.node())) {
            return;
        }
        seen.sessions().forEach(session -> {
            Link link = world.session(session);
            if (link != null) {
                judgeListed(link, seen);
            }
        });
        world.user(seen.user()).devices.values().forEach(device -> suspectMissing(device, seen));
    }

    private void judgeListed(Link link, UserSeen seen) {
        long goneAt = link.goneAt(world.nodes, expectation.heartbeatMillis());
        if (goneAt < Link.NEVER && isSettled(goneAt, seen)) {
            String sentence = link + " of device " + link.device + " was gone by " + goneAt
                    + " ms, and its session is listed at " + seen.askedAt() + " ms.";
            report(link, seen, sentence);
        }
    }

    private void suspectMissing(Device device, UserSeen seen) {
        Link link = device.link;
        if (link != null
                && link.welcome != null
                && !seen.sessions().contains(link.welcome.session())
                && isSurelyLive(link)
                && isSettled(Math.max(link.welcomedAt(), world.nodes.apartAt()), seen)
                && !world.nodes.isTroubled(link.dialled.node(), seen.askedAt() - expectation.presenceMillis())) {
            missing.add(new Missing(link, seen));
        }
    }

    private void judgeMissing(Missing one) {
        if (isSurelyLive(one.link)) {
            String sentence = one.link + " of device " + one.link.device + " lives since " + one.link.welcomedAt()
                    + " ms, and its session is not listed at " + one.seen.askedAt() + " ms.";
            report(one.link, one.seen, sentence);
        }
    }

    private static boolean isSurelyLive(Link link) {
        return link.isLive() && link.doubtedSince == Link.NEVER;
    }

    private boolean isSettled(long changedAt, UserSeen seen) {
        return Math.max(changedAt, world.nodes.joinedBy()) + expectation.presenceMillis() < seen.askedAt();
    }

    private void report(Link link, UserSeen seen, String sentence) {
        findings.report(
                new Violation(Rule.PRESENCE, seen.user(), seen.at(), sentence, List.of(), List.of(link.number())));
    }

    /** A live session that was not listed. */
    private record Missing(Link link, UserSeen seen) {}
}
