package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * One of a user's devices, kept while it is connected and for {@code keepMillis} after.
 *
 * @param name unique within the user
 * @param cursor the seq up to which it has acknowledged
 * @param from the seq after which it started: what came before was never owed to it
 * @param keepMillis how long it is kept after it disconnects
 * @param session its live connection; null while it is away
 * @param lastSeen when its last connection came or ended, in milliseconds since 1970
 * @param reset whether its positions were lost and it has not yet been seen in the new epoch
 */
public record Device(
        String name,
        long cursor,
        long from,
        long keepMillis,
        @Nullable LiveSession session,
        long lastSeen,
        boolean reset) {

    public boolean online() {
        return session != null;
    }

    boolean keptAt(long now) {
        return session != null || now - lastSeen < keepMillis;
    }

    /** When it stops being kept if it stays away; never while it is connected. */
    long keptUntil() {
        return session != null ? Long.MAX_VALUE : lastSeen + keepMillis;
    }

    boolean holds(String sessionId) {
        return session != null && session.id().equals(sessionId);
    }

    /** Acknowledged up to {@code seq} in the current epoch: so it knows that epoch. */
    Device acknowledged(long seq) {
        return seq <= cursor && !reset
                ? this
                : new Device(name, Math.max(cursor, seq), from, keepMillis, session, lastSeen, false);
    }

    Device attached(LiveSession live, long keep, long now) {
        return new Device(name, cursor, from, keep, live, now, reset);
    }

    Device detached(long now) {
        return new Device(name, cursor, from, keepMillis, null, now, reset);
    }

    /** With no position beyond {@code head}. */
    Device within(long head) {
        return cursor <= head
                ? this
                : new Device(name, head, Math.min(from, head), keepMillis, session, lastSeen, reset);
    }

    /** Starts again after {@code seq} of a new epoch, and must be told so. */
    Device restarted(long seq) {
        return new Device(name, seq, seq, keepMillis, session, lastSeen, true);
    }
}
