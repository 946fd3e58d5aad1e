package io.heartline.session;

import io.heartline.protocol.PeerTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Checks one session at the times that are due: pings a silent peer, audits a quiet session, and ends one whose peer is
 * lost or slow, or whose token has expired. Owned by its gateway's event loop.
 */
final class LivenessCheck {
    /** The interval between two looks for an audit that is due but must wait for another pull. */
    private static final long AUDIT_PAUSE_MILLIS = 1_000;

    /** The interval between two checks of a session that is attaching. */
    private static final long ATTACHING_MILLIS = 1_000;

    private final ClientConnection connection;
    private final Feed feed;
    private final SlowConsumerTimer slowTimer;
    private final PeerTimeout peerTimeout;
    /** The stall of the event loop after which the peer was pinged last. */
    private long pingedFor;

    private boolean attached;

    LivenessCheck(ClientConnection connection, Feed feed, SlowConsumerTimer slowTimer) {
        this.connection = connection;
        this.feed = feed;
        this.slowTimer = slowTimer;
        this.peerTimeout = new PeerTimeout(
                connection.context().config().heartbeat().toMillis(),
                connection.context().now());
    }

    /** A frame of any kind arrived. */
    void onHeard() {
        peerTimeout.heard(connection.context().now());
    }

    /** Checks the peer, its acknowledgements and the audits from now on, not only the token. */
    void onAttached() {
        attached = true;
        onHeard();
    }

    /** Checks what is due; returns the reason to end the session, or null. */
    @Nullable
    Disconnect check(long now) {
        if (now >= connection.request().expiresAt()) {
            return Disconnect.tokenExpired();
        }
        return attached ? checkPeer(now) : null;
    }

    private @Nullable Disconnect checkPeer(long now) {
        PeerTimeout.Finding finding = peerTimeout.check(now);
        if (finding == PeerTimeout.Finding.LOST && now >= judgedFrom()) {
            return Disconnect.silent();
        }
        if (slowTimer.isOver(now, connection.transport().isEmpty(), feed.isOwed())) {
            // Frames that still wait for the socket can't have been acknowledged.
            return connection.transport().isEmpty() ? connection.dialect().ackTimeout() : Disconnect.slow();
        }
        if (finding == PeerTimeout.Finding.ASK || (finding == PeerTimeout.Finding.LOST && pingedFor != lastStall())) {
            pingedFor = lastStall();
            connection.dialect().ping();
        }
        if (now >= feed.auditDue()) {
            feed.audit();
        }
        return null;
    }

    /** The time from which silence counts: a stalled event loop could not read, so the peer has another interval. */
    private long judgedFrom() {
        return lastStall() + connection.context().config().heartbeat().toMillis();
    }

    private long lastStall() {
        return connection.context().timers().lastStall();
    }

    /** The time of the next check. */
    long due(long now) {
        return Math.min(
                attached ? peerDue(now) : now + ATTACHING_MILLIS,
                connection.request().expiresAt());
    }

    private long peerDue(long now) {
        long audit = Math.max(feed.auditDue(), now + AUDIT_PAUSE_MILLIS);
        long slow = slowTimer.due(now, connection.transport().isEmpty(), feed.isOwed());
        long silence = peerTimeout.due() > now ? peerTimeout.due() : judgedFrom();
        return Math.min(silence, Math.min(audit, slow));
    }
}
