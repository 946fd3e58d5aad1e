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
 * Whether this process has heap left for more to keep. Each mailbox has its limit, but nobody limits how many there are: a
 * node that took all that it is given would in the end lose everything that it holds, and its copies' nodes with it. So an
 * owner stores nothing new while, after a collection, what lives long fills more than {@link #MOST} of its place.
 *
 * <p>Told by the collector, asked on every thread; says what was so at the last collection.
 */
public final class Headroom implements BooleanSupplier {
    /** Under which name a Hazelcast member carries it: a {@link BooleanSupplier} that says whether there is none. */
    public static final String KEY = "heartline.headroom";

    /** Of what long-lived objects may fill; the rest is what a collector needs to work without stopping everything. */
    static final double MOST = 0.75;

    private static final Logger LOG = LoggerFactory.getLogger(Headroom.class);
    /** Collectors that clear out the old only when it is full. Where nothing is taken it never would be. */
    private static final Set<String> LATE = Set.of("Tenured Gen", "PS Old Gen");

    private static final String OF_ALL = "end of major GC";

    /** How long a finding holds where nothing newer is found: who takes nothing makes no garbage, and nothing collects. */
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
     * @param pools of the heap, those in which objects grow old
     * @param collect has everything collected, where a finding lasts until then
     * @param millis a clock that never jumps
     */
    Headroom(List<String> pools, Runnable collect, LongSupplier millis) {
        this.pools = List.copyOf(pools);
        this.collect = collect;
        this.millis = millis;
        this.warnedAt = millis.getAsLong() - WARNING_MILLIS;
    }

    /** The one of this process, once it is asked for. */
    static Headroom ofProcess() {
        return Only.HEADROOM;
    }

    private static final class Only {
        private static final Headroom HEADROOM = watched();
    }

    private static Headroom watched() {
        List<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
                .map(MemoryPoolMXBean::getName)
                .toList();
        Headroom headroom = new Headroom(pools, System::gc, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((told, nothing) -> headroom.onTold(told), null, null);
            }
        }
        return headroom;
    }

    private void onTold(Notification told) {
        if (told.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GarbageCollectionNotificationInfo info =
                    GarbageCollectionNotificationInfo.from((CompositeData) told.getUserData());
            onCollected(info.getGcAction(), info.getGcInfo().getMemoryUsageAfterGc());
        }
    }

    /**
     * A collection left so much in each pool. One of the young tells nothing where the old are only cleared out when they
     * fill their place: most of them are garbage by then.
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

    /** Whether nothing more should be kept. */
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
