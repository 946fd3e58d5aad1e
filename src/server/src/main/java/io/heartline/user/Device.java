package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * A device of a user, kept while it is connected and for {@code keepMillis} after.
 *
 * @param name unique within the user
 * @param cursor the highest seq that it has acknowledged
 * @param from the seq after which it started: earlier messages were never owed to it
 * @param keepMillis the time that it is kept after it disconnects
 * @param session its live connection; null while it is offline
 * @param lastSeen the time when its last connection came or ended, in milliseconds since 1970
 * @param reset true if its positions were lost and it has not yet been seen in the new epoch
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

    /**
     * The time at which the device stops being kept if it stays offline; {@link Long#MAX_VALUE} while it is connected.
     */
    long keptUntil() {
        return session != null ? Long.MAX_VALUE : lastSeen + keepMillis;
    }

    boolean holds(String sessionId) {
        return session != null && session.id().equals(sessionId);
    }

    /**
     * The device after it acknowledged {@code seq} in the current epoch. An acknowledgement proves that it knows that
     * epoch.
     */
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

    /** The device with its cursor and start limited to {@code head}. */
    Device within(long head) {
        return cursor <= head
                ? this
                : new Device(name, head, Math.min(from, head), keepMillis, session, lastSeen, reset);
    }

    /** The device restarted after {@code seq} of a new epoch, marked so that it learns of the reset. */
    Device restarted(long seq) {
        return new Device(name, seq, seq, keepMillis, session, lastSeen, true);
    }
}
