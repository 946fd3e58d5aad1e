package io.heartline.session;

import io.heartline.protocol.Pulse;
import org.jspecify.annotations.Nullable;

/**
 * What time does to a live session: asks a silent peer, has a quiet session audit, and finds that a peer is gone, too slow,
 * or no longer known by its token. Owned by its gateway's event loop.
 */
final class LivenessCheck {
    /** An audit that is due but must wait for another question is not looked for more often than this. */
    private static final long AUDIT_PAUSE_MILLIS = 1_000;

    /** The interval between two checks of a session that is attaching. */
    private static final long ATTACHING_MILLIS = 1_000;

    private final ClientConnection connection;
    private final Feed feed;
    private final SlowConsumerTimer slowTimer;
    private final Pulse pulse;
    /** For which standstill of the event loop, if any, the peer has been asked last. */
    private long pingedFor;

    private boolean attached;

    LivenessCheck(ClientConnection connection, Feed feed, SlowConsumerTimer slowTimer) {
        this.connection = connection;
        this.feed = feed;
        this.slowTimer = slowTimer;
        this.pulse = new Pulse(
                connection.context().config().heartbeat().toMillis(),
                connection.context().now());
    }

    /** A frame of any kind came. */
    void onHeard() {
        pulse.heard(connection.context().now());
    }

    /** From now on the peer, its acknowledgements and the audits are checked too, not only its token. */
    void onAttached() {
        attached = true;
        onHeard();
    }

    /** Checks the token, and of an attached session the rest; returns the reason to end the session, or null. */
    @Nullable
    Disconnect check(long now) {
        if (now >= connection.request().expiresAt()) {
            return Disconnect.tokenExpired();
        }
        return attached ? checkPeer(now) : null;
    }

    private @Nullable Disconnect checkPeer(long now) {
        Pulse.Finding finding = pulse.check(now);
        if (finding == Pulse.Finding.LOST && now >= judgedFrom()) {
            return Disconnect.silent();
        }
        if (slowTimer.isOver(now, connection.transport().isEmpty(), feed.isOwed())) {
            // What still waits for the socket can't have been acknowledged.
            return connection.transport().isEmpty() ? connection.dialect().ackTimeout() : Disconnect.slow();
        }
        if (finding == Pulse.Finding.ASK || (finding == Pulse.Finding.LOST && pingedFor != lastStall())) {
            pingedFor = lastStall();
            connection.dialect().ping();
        }
        if (now >= feed.auditDue()) {
            feed.audit();
        }
        return null;
    }

    /** An event loop that did not run could not listen: from then on the peer has another interval to be heard. */
    private long judgedFrom() {
        return lastStall() + connection.context().config().heartbeat().toMillis();
    }

    private long lastStall() {
        return connection.context().timers().lastStall();
    }

    /** When to look next. */
    long due(long now) {
        return Math.min(
                attached ? peerDue(now) : now + ATTACHING_MILLIS,
                connection.request().expiresAt());
    }

    private long peerDue(long now) {
        long audit = Math.max(feed.auditDue(), now + AUDIT_PAUSE_MILLIS);
        long slow = slowTimer.due(now, connection.transport().isEmpty(), feed.isOwed());
        long silence = pulse.due() > now ? pulse.due() : judgedFrom();
        return Math.min(silence, Math.min(audit, slow));
    }
}
