package io.heartline.session;

import io.heartline.protocol.PeerTimeout;
import org.jspecify.annotations.Nullable;

/**
 * What time does to a live session: asks a silent peer, has a quiet session audit, and finds that a peer is gone, too slow,
 * or no longer known by its token. Owned by its gateway's event loop.
 */
final class Vigil {
    /** An audit that is due but must wait for another question is not looked for more often than this. */
    private static final long AUDIT_PAUSE_MILLIS = 1_000;

    private final Link link;
    private final Feed feed;
    private final Patience patience;
    private final PeerTimeout pulse;
    /** For which standstill of the event loop, if any, the peer has been asked last. */
    private long askedFor;

    Vigil(Link link, Feed feed, Patience patience) {
        this.link = link;
        this.feed = feed;
        this.patience = patience;
        this.pulse = new PeerTimeout(
                link.gateway().config().heartbeat().toMillis(), link.gateway().now());
    }

    /** A frame of any kind came. */
    void onHeard() {
        pulse.heard(link.gateway().now());
    }

    /** Does what is due; answers why the session is over, or null where it is not. */
    @Nullable
    Parting look(long now) {
        PeerTimeout.Finding finding = pulse.check(now);
        if (finding == PeerTimeout.Finding.LOST && now >= judgedFrom()) {
            return Parting.silent();
        }
        if (patience.isOver(now, link.transport().isEmpty(), feed.isOwed())) {
            // What still waits for the socket can't have been acknowledged.
            return link.transport().isEmpty() ? link.dialect().overdue() : Parting.slow();
        }
        if (finding == PeerTimeout.Finding.ASK || (finding == PeerTimeout.Finding.LOST && askedFor != hamperedAt())) {
            askedFor = hamperedAt();
            link.dialect().ask();
        }
        if (now >= feed.auditDue()) {
            feed.audit();
        }
        return null;
    }

    /** An event loop that did not run could not listen: from then on the peer has another interval to be heard. */
    private long judgedFrom() {
        return hamperedAt() + link.gateway().config().heartbeat().toMillis();
    }

    private long hamperedAt() {
        return link.gateway().heartbeat().hamperedAt();
    }

    /** When to look next. */
    long due(long now) {
        long audit = Math.max(feed.auditDue(), now + AUDIT_PAUSE_MILLIS);
        long slow = patience.due(now, link.transport().isEmpty(), feed.isOwed());
        long silence = pulse.due() > now ? pulse.due() : judgedFrom();
        return Math.min(silence, Math.min(audit, slow));
    }
}
