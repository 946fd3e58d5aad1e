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
 * <p>And on nobody else at all, for a while after this member had too few others and has enough again, or after it stood
 * still: what those who came back hold is on its way, and a user who is not here yet would be made anew; who stood still
 * has not heard yet that the others went on without it.
 *
 * <p>State: until when it relies on those it hears of, and until when on nobody. Guarded by whoever owns it.
 *
 * @param <M> a member
 */
final class Reliance<M> {
    /** By then all that are silent are given up. */
    static final long WARY_MILLIS = 5_000;
    /**
     * By then those that came back have brought what they hold, and who stood still has heard of it. A push waits for longer
     * than this before it is given up.
     */
    static final long ALONE_MILLIS = 5_000;

    private final LongSupplier millis;
    private final ToLongFunction<M> heardAt;
    private final long heardWithin;
    private long waryUntil = Long.MIN_VALUE;
    private long aloneUntil = Long.MIN_VALUE;

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
        waryUntil = millis.getAsLong() + WARY_MILLIS;
    }

    /** There were too few, and are enough again; or this member stood still. */
    void relyOnNobody() {
        aloneUntil = millis.getAsLong() + ALONE_MILLIS;
    }

    /** Whether it relies on nobody but itself. */
    boolean isAlone() {
        return millis.getAsLong() < aloneUntil;
    }

    /** Whether it is not just all of them. */
    boolean isWary() {
        return millis.getAsLong() < waryUntil || isAlone();
    }

    /** Those of the members in sight that were heard of where this counts now, else all; in their order. */
    Set<M> among(Collection<M> inSight) {
        long now = millis.getAsLong();
        Set<M> relied = new LinkedHashSet<>(inSight);
        if (now < waryUntil) {
            relied.removeIf(member -> now - heardAt.applyAsLong(member) > heardWithin);
        }
        return relied;
    }
}
