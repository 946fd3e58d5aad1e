package io.heartline.store.partition;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses new messages while the heap is full: after a garbage collection, long-lived objects fill more than {@link #MOST} of
 * their pool. Each mailbox has its limit, but the number of mailboxes has none. A node that accepted everything would in the
 * end run out of memory and lose all that it holds, and the nodes of its replicas would do the same.
 *
 * <p>Notified by the garbage collector, asked on any thread; tells the state after the last collection.
 */
public final class HeapGuard implements BooleanSupplier {
    /** The key of the member's user context under which the guard is: a {@link BooleanSupplier}, true if the heap is full. */
    public static final String KEY = "heartline.heap-guard";

    /** The share that long-lived objects may fill; the collector needs the rest to work without long pauses. */
    static final double MOST = 0.75;

    private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);
    /** The old pools of collectors that collect them only when they are full, which never happens while all is refused. */
    private static final Set<String> LATE = Set.of("Tenured Gen", "PS Old Gen");

    private static final String OF_ALL = "end of major GC";

    /** The time after which a finding expires: a node that refuses all makes no garbage, so that nothing is collected. */
    private static final long HOLDS_MILLIS = 5_000;

    private static final long ASK_MILLIS = 30_000;
    private static final long WARNING_MILLIS = 60_000;

    private final List<String> pools;
    private final Runnable collect;
    private final LongSupplier millis;
    private volatile boolean exhausted;
    private volatile long foundAt;
    private volatile long warnedAt;

    /**
     * @param pools the pools of the heap for long-lived objects
     * @param collect starts a full collection, for collectors whose finding lasts until then
     * @param millis a clock that never jumps
     */
    HeapGuard(List<String> pools, Runnable collect, LongSupplier millis) {
        this.pools = List.copyOf(pools);
        this.collect = collect;
        this.millis = millis;
        this.warnedAt = millis.getAsLong() - WARNING_MILLIS;
    }

    /** The guard of this process, made when it is first asked for. */
    static HeapGuard ofProcess() {
        return Only.GUARD;
    }

    private static final class Only {
        private static final HeapGuard GUARD = watched();
    }

    private static HeapGuard watched() {
        List<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .map(MemoryPoolMXBean::getName)
                .toList();
        HeapGuard guard = new HeapGuard(pools, System::gc, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((told, nothing) -> guard.onTold(told), null, null);
            }
        }
        return guard;
    }

    private void onTold(Notification told) {
        if (told.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo info =
                    GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData());
            onCollected(info.getGcAction(), info.getGcInfo().getMemoryUsageAfterGc());
        }
    }

    /**
     * A collection left so much in each pool. A young collection tells nothing if the old pool is collected only when it is
     * full: most of that is garbage by then.
     */
    void onCollected(String action, Map<String, MemoryUsage> left) {
        if (isCollectedLate() && !action.equals(OF_ALL)) {
            return;
        }
        boolean now = pools.stream()
                .map(left::get)
                .anyMatch(usage -> usage != null && usage.getMax() > 0 && usage.getUsed() > usage.getMax() * MOST);
        foundAt = millis.getAsLong();
        exhausted = now;
        if (now && foundAt - warnedAt >= WARNING_MILLIS) {
            warnedAt = foundAt;
            LOG.warn("The heap is full to {} %: nothing new is stored until there is room", (int) (MOST * 100));
        }
    }

    /** True while nothing new should be stored. */
    @Override
    public boolean getAsBoolean() {
        if (exhausted) {
            long age = millis.getAsLong() - foundAt;
            if (isCollectedLate() && age >= ASK_MILLIS) {
                foundAt = millis.getAsLong();
                collect.run();
            } else if (!isCollectedLate() && age >= HOLDS_MILLIS) {
                exhausted = false;
            }
        }
        return exhausted;
    }

    private boolean isCollectedLate() {
        return pools.stream().anyMatch(LATE::contains);
    }
}
