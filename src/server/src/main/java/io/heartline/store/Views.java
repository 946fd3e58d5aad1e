package io.heartline.store;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.impl.ClusterHeartbeatManager;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.internal.util.Clock;
import com.hazelcast.spi.impl.NodeEngine;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Which nodes are in sight, and what follows from that for an owner of entries: whether it may answer, and whether it goes on
 * with the numbers that there are.
 *
 * <p>State: what this member sees, and what it saw lately. Threads of partitions ask; who merges asks too.
 */
final class Views {
    private static final String KEY = "heartline.views";

    /** So long a view must have lasted to be what a later one is compared with; nodes are not lost at the same moment. */
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** How often {@link #run} is called. */
    static final long RUN_MILLIS = 500;
    /** Who is silent for half as long again as this may be given up by others. */
    static final long STILL_MILLIS = 2_500;

    /**
     * @param nodes their ids, oldest first
     * @param side by what name this side of a split counts, should it be the smaller one
     * @param quorum whether they are enough
     * @param apart whether they are the smaller part of what there was
     * @param unclear whether one or the other would be otherwise with only those that can be relied on
     */
    private record View(
            Set<Member> members, List<String> nodes, String side, boolean quorum, boolean apart, boolean unclear) {}

    private final Supplier<Set<Member>> members;
    private final Member local;
    private final int minNodes;
    private final Reliance<Member> reliance; // guarded by this
    private final LongSupplier millis;
    private volatile boolean wary;
    private volatile long ranAt;
    private volatile View current = new View(Set.of(), List.of(), "", false, false, false);
    private List<String> lasting = List.of(); // guarded by this
    private long changedAt; // guarded by this
    private boolean hadQuorum; // guarded by this

    /**
     * @param members those in sight, oldest first: one immutable set until they change
     * @param local this one, among them
     * @param minNodes fewer are no quorum
     * @param millis the time of {@code reliance}, which goes on where this process stands still
     */
    Views(Supplier<Set<Member>> members, Member local, int minNodes, Reliance<Member> reliance, LongSupplier millis) {
        this.members = members;
        this.local = local;
        this.minNodes = minNodes;
        this.reliance = reliance;
        this.millis = millis;
        this.ranAt = millis.getAsLong();
    }

    private static Views of(NodeEngine engine) {
        SplitBrainProtectionConfig quorum =
                engine.getConfig().getSplitBrainProtectionConfigs().get(UserMap.QUORUM);
        ClusterHeartbeatManager heartbeats =
                ((ClusterServiceImpl) engine.getClusterService()).getClusterHeartbeatManager();
        Views views = new Views(
                engine.getClusterService()::getMembers,
                engine.getLocalMember(),
                quorum == null ? 1 : quorum.getMinimumClusterSize(),
                new Reliance<>(
                        Clock::currentTimeMillis,
                        member -> member.localMember()
                                ? Clock.currentTimeMillis()
                                : heartbeats.getLastHeartbeatTime(member),
                        heartbeats.getHeartbeatIntervalMillis() * 5 / 2),
                Clock::currentTimeMillis);
        var unused = // ends with Hazelcast
                engine.getExecutionService()
                        .scheduleWithRepetition(views::run, RUN_MILLIS, RUN_MILLIS, TimeUnit.MILLISECONDS);
        return views;
    }

    /** To be called every {@link #RUN_MILLIS}: where it is not, this process stood still. */
    void run() {
        long now = millis.getAsLong(); // first of all: where it stands still from here on, the next to look will see it
        if (stoodStill(now)) {
            look(members.get());
        }
        ranAt = now;
    }

    private boolean stoodStill(long now) {
        return now - ranAt >= STILL_MILLIS;
    }

    static Views of(HazelcastInstance hazelcast) {
        return (Views) hazelcast.getUserContext().computeIfAbsent(KEY, key -> of(Engine.of(hazelcast)));
    }

    /** By what name the smaller side of a split counts: this member's, and whom it sees. */
    String side() {
        return view().side();
    }

    /**
     * Whether enough nodes are in sight at this very moment. Hazelcast's own protection hears of a lost node a little later,
     * and a node that is suddenly alone must not accept anything meanwhile.
     */
    boolean hasQuorum() {
        return view().quorum();
    }

    /**
     * Whether others may just be about to be lost, so that there would be no quorum, or this would be the smaller side of a
     * split; or whether enough have only just come back, or this process stood still. It is clear in a moment.
     */
    boolean areUnclear() {
        return view().unclear();
    }

    /**
     * Whether this side of what may be a split is not the one to go on with the numbers that there are: it has less than
     * half of the nodes that there were, or half of more than two, and not the oldest. (Of two nodes either may be all that
     * is left, and must go on.)
     */
    boolean standApart() {
        return view().apart();
    }

    private View view() {
        Set<Member> inSight = members.get();
        View view = current;
        return view.members() == inSight && !wary && !stoodStill(millis.getAsLong()) ? view : look(inSight);
    }

    /** The nodes in sight, this one among them, at this very moment. */
    Set<String> nodes() {
        return Set.copyOf(view().nodes());
    }

    private synchronized View look(Set<Member> inSight) {
        long now = millis.getAsLong();
        if (!inSight.containsAll(current.members())) {
            reliance.onLost();
        }
        List<String> nodes = ids(inSight);
        boolean quorum = nodes.size() >= minNodes;
        boolean back = quorum && hadQuorum && !current.quorum();
        hadQuorum |= quorum;
        if (back || stoodStill(now)) {
            reliance.relyOnNobody();
        }
        wary = reliance.isWary();
        ranAt = now; // not before others see that it is wary
        List<String> relied = ids(reliance.among(inSight));
        String all = nodes.stream().sorted().collect(Collectors.joining(","));
        String side = idOf(local) + "|" + Integer.toString(all.hashCode() & Integer.MAX_VALUE, 36);
        boolean apart = isApart(nodes);
        boolean others = nodes.size() > 1 || lasting.size() > 1;
        boolean unclear =
                reliance.isAlone() ? others : (quorum && relied.size() < minNodes) || (!apart && isSmaller(relied));
        View view = new View(inSight, nodes, side, quorum, apart, unclear);
        current = view;
        return view;
    }

    private boolean isApart(List<String> nodes) {
        long now = System.nanoTime();
        List<String> before = current.nodes();
        if (now - changedAt >= LASTING_NANOS || before.containsAll(lasting)) {
            lasting = before;
        }
        if (!before.equals(nodes)) {
            changedAt = now;
        }
        return isSmaller(nodes) || (current.apart() && before.containsAll(nodes));
    }

    /** Whether these are the smaller part of the nodes that there were. */
    private boolean isSmaller(List<String> nodes) {
        long left = lasting.stream().filter(nodes::contains).count();
        boolean half = left * 2 == lasting.size() && lasting.size() > 2 && !nodes.contains(lasting.get(0));
        return left * 2 < lasting.size() || half;
    }

    private static List<String> ids(Collection<Member> members) {
        return members.stream()
                .filter(member -> !member.isLiteMember())
                .map(Views::idOf)
                .toList();
    }

    /** The node's id; where the member carries none, its own, which is as fresh for every start. */
    static String idOf(Member member) {
        String node = member.getAttribute(UserMap.NODE_ATTRIBUTE);
        return node != null ? node : member.getUuid().toString();
    }
}
