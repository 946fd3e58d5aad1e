package io.heartline.store.memory;

import com.hazelcast.config.Config;
import com.hazelcast.config.ConfigAccessor;
import com.hazelcast.config.ServiceConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.services.ManagedService;
import com.hazelcast.spi.impl.NodeEngine;
import io.heartline.cluster.HazelcastInternals;
import io.heartline.store.memory.LossReserve.Bound;
import io.heartline.store.memory.LossReserve.Decision;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.UserState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heap that the entries on this member take, and the decision if new messages may be stored. A service of the member.
 *
 * <p>Once a second it publishes what it holds, and computes from the reports of all nodes how much the cluster may still
 * accept. Until its next report it accepts its share of that: so nodes that accept at the same time never exceed the room
 * together, and no push asks another node.
 */
public final class EntryMemory implements ManagedService {
    /** The number of parts into which users are divided; a node holds whole parts. */
    public static final int PARTS = LossReserve.PARTS;

    private static final String NAME = "heartline:memory";
    private static final Logger LOG = LoggerFactory.getLogger(EntryMemory.class);
    private static final long TICK_MILLIS = 1_000;
    private static final long FIRST_TICK_MILLIS = 200;
    /** The number of reports for which a new node is expected to tell what it holds. */
    private static final int PATIENCE = 5;
    /** The number of reports after which a silent node counts with its last one. */
    private static final int SILENCE = 10;

    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long MEGABYTE = 1_000_000;

    private final LossReserve reserve;
    private final HeldEntries entries = new HeldEntries();
    private volatile long capacity;
    private volatile LongSupplier sessions = () -> 0;
    private volatile Allowance allowance = new Allowance(0, new Decision(0, 0, 0, Bound.NODE, 0), false);
    private final LongAdder arrivedParts = new LongAdder();
    private final LongAdder arrivedWeight = new LongAdder();
    private volatile boolean refused;
    private volatile @Nullable PeerReports peers;

    // Used by one tick at a time.
    private int unknown;
    private int silent;
    private long warnedAt = System.nanoTime() - WARNING_NANOS;

    private EntryMemory(int backups) {
        reserve = new LossReserve(backups);
    }

    /** Adds this service to the configuration of a member, and tells its capacity to the others. */
    public static void configure(Config config, int backups) {
        EntryMemory memory = new EntryMemory(backups);
        ConfigAccessor.getServicesConfig(config)
                .addServiceConfig(service(NAME, memory))
                .addServiceConfig(service(CopyGate.NAME, new CopyGate(memory)));
        long capacity = HeapCapacity.of(Runtime.getRuntime().maxMemory());
        config.getMemberAttributeConfig().setAttribute(PeerReports.CAPACITY, Long.toString(capacity));
    }

    private static ServiceConfig service(String name, Object service) {
        return new ServiceConfig().setEnabled(true).setName(name).setImplementation(service);
    }

    public static EntryMemory of(NodeEngine engine) {
        return engine.getService(NAME);
    }

    public static EntryMemory of(HazelcastInstance hazelcast) {
        return of(HazelcastInternals.of(hazelcast));
    }

    @Override
    public void init(NodeEngine engine, Properties properties) {
        capacity = PeerReports.capacityOf(
                engine.getLocalMember(), HeapCapacity.of(Runtime.getRuntime().maxMemory()));
        allowance = new Allowance(capacity / PARTS, decide(List.of()), false);
        var unused = engine.getExecutionService() // ends with Hazelcast
                .scheduleWithRepetition(() -> tick(engine), FIRST_TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The entry of a user has changed on this member, on the thread of its partition. */
    public void onChanged(Data user, UserState before, UserState after, boolean owner) {
        entries.onChanged(user, before, after, owner);
    }

    /** The reason to store nothing new; null if messages are accepted. Any thread. */
    public @Nullable String refusal() {
        Allowance now = allowance;
        if (entries.owned() < now.ceiling()) {
            return null;
        }
        refused = true;
        return now.reason() + "; the message was not stored.";
    }

    /** Reserves the heap of sessions, as it is when it is asked for. */
    public void reserve(LongSupplier sessionBytes) {
        sessions = sessionBytes;
    }

    /** The reason that the other nodes can't take over what this one holds; null if they can, or if it is alone. */
    public @Nullable String handOverDoubt() {
        List<NodeMemory> others = others();
        if (others.isEmpty()) {
            return null;
        }
        long smallest = others.stream().mapToLong(NodeMemory::capacity).min().orElse(0);
        long bytes = others.stream().mapToLong(NodeMemory::sessions).sum();
        long fitting = Math.max(0, reserve.fitting(others.size(), HeapCapacity.forCopies(smallest), bytes));
        long weight = decide(others).weight();
        return weight <= fitting
                ? null
                : "the other nodes have room for " + fitting / MEGABYTE + " MB of entries, and " + weight / MEGABYTE
                        + " MB are held";
    }

    /** Adds gauges of what is held, and of what may be. */
    public void observe(MeterRegistry meters) {
        gauge(meters, MeterNames.HELD_BYTES, entries::held);
        gauge(meters, MeterNames.REMEMBERED_BYTES, entries::remembered);
        gauge(meters, MeterNames.CAPACITY_BYTES, () -> capacity);
        gauge(meters, MeterNames.ACCEPTED_BYTES, () -> allowance.decision().weight());
        gauge(meters, MeterNames.LIMIT_BYTES, () -> allowance.decision().limit());
    }

    private static void gauge(MeterRegistry meters, String name, LongSupplier bytes) {
        Gauge.builder(name, bytes::getAsLong).register(meters);
    }

    private void tick(NodeEngine engine) {
        if (!engine.isRunning() || !engine.getClusterService().isJoined()) {
            return;
        }
        try {
            entries.countIfDue(engine);
            allow(engine);
            warn();
        } catch (RuntimeException e) {
            LOG.debug("Not now: clusters merge, or this node is leaving", e);
        }
    }

    private void allow(NodeEngine engine) {
        PeerReports reports = peers;
        if (reports == null) {
            reports = new PeerReports(engine.getHazelcastInstance());
            peers = reports;
        }
        boolean renewed = reports.areNew(); // first: what comes meanwhile is used the next time
        unknown = reports.allHaveReported() ? 0 : unknown + 1;
        boolean informed = unknown == 0 || unknown > PATIENCE;
        List<NodeMemory> others = reports.others(capacity);
        Decision decision = decide(others);
        long wanted = entries.owned() + Math.max(0, decision.room()) / (others.size() + 1);
        long ceiling = Math.min(wanted, informed ? mostIf(renewed) : entries.owned() + capacity / PARTS);
        allowance = new Allowance(ceiling, decision, informed);
        reports.publish(self(ceiling));
    }

    /** Others may have raised their ceilings: without news from each, this node does not raise its own for a while. */
    private long mostIf(boolean renewed) {
        silent = renewed ? 0 : silent + 1;
        return silent == 0 || silent > SILENCE ? Long.MAX_VALUE : allowance.ceiling();
    }

    private Decision decide(List<NodeMemory> others) {
        return reserve.decide(self(0), others);
    }

    private NodeMemory self(long ceiling) {
        return new NodeMemory(capacity, sessions.getAsLong(), entries.owned(), entries.held(), ceiling);
    }

    private List<NodeMemory> others() {
        PeerReports reports = peers;
        return reports == null ? List.of() : reports.others(capacity);
    }

    private void warn() {
        if (refused && System.nanoTime() - warnedAt >= WARNING_NANOS) {
            warnedAt = System.nanoTime();
            Decision decision = allowance.decision();
            LOG.warn(
                    "Messages are refused. {}: entries of {} MB are held, of at most {} MB",
                    allowance.reason(),
                    decision.weight() / MEGABYTE,
                    decision.limit() / MEGABYTE);
        }
        refused = false;
    }

    /** True if copies of so many parts fit. */
    boolean fitsCopies(int parts) {
        return entries.held() + parts * weightOfPart() + sessions.getAsLong() <= HeapCapacity.forCopies(capacity);
    }

    /** Copies of so many parts have arrived, of this weight in all. */
    void onCopiesArrived(int parts, long weight) {
        arrivedParts.add(parts);
        arrivedWeight.add(weight);
        entries.onArrived(weight);
    }

    /** The weight of a part on average; while the others have not told it, that of the parts that have arrived. */
    private long weightOfPart() {
        long told = decide(others()).weight() / PARTS;
        long parts = arrivedParts.sum();
        return allowance.informed() || parts == 0 ? told : Math.max(told, arrivedWeight.sum() / parts);
    }

    @Override
    public void reset() {
        entries.reset();
    }

    @Override
    public void shutdown(boolean terminate) {
        // the ticks end with the member
    }
}
