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
 * <p>State: when a member was last lost. Guarded by whoever owns it.
 *
 * @param <M> a member
 */
final class Reliance<M> {
    /** By then all that are silent are given up. */
    static final long WARY_MILLIS = 5_000;

    private final LongSupplier millis;
    private final ToLongFunction<M> heardAt;
    private final long heardWithin;
    private long lostAt;
    private boolean wary;

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

    /** Whether it is not just all of them. */
    boolean isWary() {
        wary = wary && millis.getAsLong() - lostAt < WARY_MILLIS;
        return wary;
    }

    /** Those of the members in sight that can be relied on, in their order. */
    Set<M> among(Collection<M> inSight) {
        if (!isWary()) {
            return new LinkedHashSet<>(inSight);
        }
        long now = millis.getAsLong();
        Set<M> heard = new LinkedHashSet<>(inSight);
        heard.removeIf(member -> now - heardAt.applyAsLong(member) > heardWithin);
        return heard;
    }
}
