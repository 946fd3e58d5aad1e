package io.heartline.store;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * On which members this one relies at a moment. On all, but for a while after one was lost: then only on those that were
 * heard of lately. Members behind a cut are given up one after the other, within moments; in between, those that are left
 * seem to be there, and copies that only the lost one had are not waited for. What was answered then would be known here
 * alone.
 *
 * <p>And on none, for a while after this member had too few others and has enough again: what they bring with them is on its
 * way, and a user who is not here yet would be made anew.
 *
 * <p>State: when a member was last lost, and when enough were back. Guarded by whoever owns it.
 *
 * @param <M> a member
 */
final class Reliance<M> {
    /** By then all that are silent are given up. */
    static final long WARY_MILLIS = 5_000;
    /** By then those that came back have brought what they hold; a push waits for longer than this before it is given up. */
    static final long RETURN_MILLIS = 5_000;

    private final LongSupplier millis;
    private final ToLongFunction<M> heardAt;
    private final long heardWithin;
    private long lostAt;
    private long returnedAt;
    private boolean wary;
    private boolean returning;

    /**
     * @param millis the time by which {@code heardAt} tells when a member was last heard of; for this one, now
     * @param heardWithin so many milliseconds ago at most, for one that is there
     */
    Reliance(LongSupplier millis, ToLongFunction<M> heardAt, long heardWithin) {
        this.millis = millis;
        this.heardAt = heardAt;
        this.heardWithin = heardWithin;
    }

    /** A member is not in sight any more. */
    void onLost() {
        wary = true;
        lostAt = millis.getAsLong();
    }

    /** There were too few, and are enough again. */
    void onReturned() {
        returning = true;
        returnedAt = millis.getAsLong();
    }

    /** Whether it is not just all of them. */
    boolean isWary() {
        long now = millis.getAsLong();
        wary = wary && now - lostAt < WARY_MILLIS;
        returning = returning && now - returnedAt < RETURN_MILLIS;
        return wary || returning;
    }

    /** Those of the members in sight that can be relied on, in their order. */
    Set<M> among(Collection<M> inSight) {
        if (!isWary()) {
            return new LinkedHashSet<>(inSight);
        }
        if (returning) {
            return Set.of();
        }
        long now = millis.getAsLong();
        Set<M> heard = new LinkedHashSet<>(inSight);
        heard.removeIf(member -> now - heardAt.applyAsLong(member) > heardWithin);
        return heard;
    }
}
