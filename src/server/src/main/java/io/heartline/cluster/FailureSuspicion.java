package io.heartline.cluster;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Decides which members to trust. For 5 s after a member is lost, only members with a recent heartbeat are trusted;
 * otherwise all are.
 *
 * <p>The members behind a network cut are removed one after the other, within moments. In between, the remaining ones seem
 * to be there, and replicas that only the removed members had are not waited for. An answer given in that moment would be
 * known on this member only.
 *
 * <p>All other members are suspected for 5 s after this member had no quorum and has one again, and after this process was
 * paused. In the first case, the entries that the returning members hold are on their way, and a user whose entry has not
 * arrived would be created anew. In the second case, the others may have continued without this member.
 *
 * <p>State: the ends of the two periods. Guarded by the lock of the {@link MembershipView} that owns it.
 *
 * @param <M> a member
 */
final class FailureSuspicion<M> {
    /** The time within which all silent members are removed after the first of them. */
    static final long AFTER_LOSS_MILLIS = 5_000;
    /**
     * The time within which returning members have sent their entries, and a paused process has learned of the others'
     * changes. Shorter
     * than the deadline of a push.
     */
    static final long ALL_MILLIS = 5_000;

    private final LongSupplier millis;
    private final ToLongFunction<M> heartbeatAt;
    private final long recentMillis;
    private long silentUntil = Long.MIN_VALUE;
    private long allUntil = Long.MIN_VALUE;

    /**
     * @param millis the clock of {@code heartbeatAt}
     * @param heartbeatAt the time of a member's last heartbeat; now for this member
     * @param recentMillis the greatest age of a recent heartbeat
     */
    FailureSuspicion(LongSupplier millis, ToLongFunction<M> heartbeatAt, long recentMillis) {
        this.millis = millis;
        this.heartbeatAt = heartbeatAt;
        this.recentMillis = recentMillis;
    }

    /** A member was lost: suspects silent members for a while. */
    void onLost() {
        silentUntil = millis.getAsLong() + AFTER_LOSS_MILLIS;
    }

    /** Suspects all other members for a while: the quorum has come back, or this process was paused. */
    void suspectAll() {
        allUntil = millis.getAsLong() + ALL_MILLIS;
    }

    /** True while all other members are suspected. */
    boolean suspectsAll() {
        return millis.getAsLong() < allUntil;
    }

    /** True while a member may be suspected. */
    boolean isActive() {
        return millis.getAsLong() < silentUntil || suspectsAll();
    }

    /** The members in sight without those that are silent while this counts; in their order. */
    Set<M> trusted(Collection<M> inSight) {
        long now = millis.getAsLong();
        Set<M> trusted = new LinkedHashSet<>(inSight);
        if (now < silentUntil) {
            trusted.removeIf(member -> now - heartbeatAt.applyAsLong(member) > recentMillis);
        }
        return trusted;
    }
}
