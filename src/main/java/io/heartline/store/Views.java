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
    private volatile boolean wary;
    private volatile View current = new View(Set.of(), List.of(), "", false, false, false);
    private List<String> lasting = List.of(); // guarded by this
    private long changedAt; // guarded by this
    private boolean hadQuorum; // guarded by this

    /**
     * @param members those in sight, oldest first: one immutable set until they change
     * @param local this one, among them
     * @param minNodes fewer are no quorum
     */
    Views(Supplier<Set<Member>> members, Member local, int minNodes, Reliance<Member> reliance) {
        this.members = members;
        this.local = local;
        this.minNodes = minNodes;
        this.reliance = reliance;
    }

    private static Views of(NodeEngine engine) {
        SplitBrainProtectionConfig quorum =
                engine.getConfig().getSplitBrainProtectionConfigs().get(UserMap.QUORUM);
        ClusterHeartbeatManager heartbeats =
                ((ClusterServiceImpl) engine.getClusterService()).getClusterHeartbeatManager();
        return new Views(
                engine.getClusterService()::getMembers,
                engine.getLocalMember(),
                quorum == null ? 1 : quorum.getMinimumClusterSize(),
                new Reliance<>(
                        Clock::currentTimeMillis,
                        member -> member.localMember()
                                ? Clock.currentTimeMillis()
                                : heartbeats.getLastHeartbeatTime(member),
                        heartbeats.getHeartbeatIntervalMillis() * 5 / 2));
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
     * split; or whether enough have only just come back, and what they hold is on its way. It is clear in a moment.
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
        return view.members() == inSight && !wary ? view : look(inSight);
    }

    /** The nodes in sight, this one among them, at this very moment. */
    Set<String> nodes() {
        return Set.copyOf(view().nodes());
    }

    private synchronized View look(Set<Member> inSight) {
        if (!inSight.containsAll(current.members())) {
            reliance.onLost();
        }
        List<String> nodes = ids(inSight);
        boolean quorum = nodes.size() >= minNodes;
        if (quorum && hadQuorum && !current.quorum()) {
            reliance.onReturned();
        }
        hadQuorum |= quorum;
        wary = reliance.isWary();
        List<String> relied = ids(reliance.among(inSight));
        String all = nodes.stream().sorted().collect(Collectors.joining(","));
        String side = idOf(local) + "|" + Integer.toString(all.hashCode() & Integer.MAX_VALUE, 36);
        boolean apart = isApart(nodes);
        boolean unclear = (quorum && relied.size() < minNodes) || (!apart && isSmaller(relied));
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
