package io.heartline.store.memory;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.spi.impl.NodeEngine;
import io.heartline.user.UserState;
import java.util.concurrent.TimeUnit;

/**
 * The weight of the entries on this member. Each change adds its difference; a count of all entries replaces the sums, since
 * partitions come and go without a change.
 *
 * <p>State: the sums, changed by any thread; the rest is used by one count at a time.
 */
final class HeldEntries {
    /** Counting takes at most this part of one processor. */
    private static final long COUNT_PART = 50;

    private static final long LONGEST_UNCOUNTED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final RunningSum owned = new RunningSum();
    private final RunningSum held = new RunningSum();
    private volatile long remembered;
    private volatile long placement = -1;
    private long countedAt;
    private long countNanos;

    void onChanged(Data user, UserState before, UserState after, boolean owner) {
        long delta = EntryCount.weight(user, after) - EntryCount.weight(user, before);
        held.change(delta);
        if (owner) {
            owned.change(delta);
        }
    }

    /** Entries of about this weight have arrived, and will be counted. */
    void onArrived(long weight) {
        held.change(weight);
    }

    /** The weight of the entries that this member owns. */
    long owned() {
        return owned.get();
    }

    /** The weight of all entries on this member, replicas included. */
    long held() {
        return held.get();
    }

    /** The part of {@link #held} for ids that are only remembered, as of the last count. */
    long remembered() {
        return remembered;
    }

    /** Makes the next count due at once. */
    void reset() {
        placement = -1;
    }

    /** Counts anew if partitions have moved, and otherwise so seldom that it costs little. */
    void countIfDue(NodeEngine engine) {
        long started = System.nanoTime();
        long place = engine.getPartitionService().getPartitionStateStamp();
        long pause = Math.min(countNanos * COUNT_PART, LONGEST_UNCOUNTED_NANOS);
        if (place == placement && started - countedAt < pause) {
            return;
        }
        long ownedMark = owned.mark();
        long heldMark = held.mark();
        EntryCount count = EntryCount.of(engine);
        owned.replace(count.owned(), ownedMark);
        held.replace(count.held(), heldMark);
        remembered = count.remembered();
        placement = place;
        countedAt = System.nanoTime();
        countNanos = countedAt - started;
    }
}
