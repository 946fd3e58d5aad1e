package io.heartline.store;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.impl.ClusterHeartbeatManager;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.internal.util.Clock;
import com.hazelcast.spi.impl.NodeEngine;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Under which name a node counts the numbers that it gives out as the owner of entries: its id and, in short, which nodes it
 * counted on at that moment.
 *
 * <p>A push is answered when every copy that there should be has it. So a number that was given out while a node counted on
 * others, and that none of those others knows of, was never told to anybody: the node was cut off or hung already, and did
 * not know it yet. Numbers that it gives out once it knows have another name, since it counts on fewer; those may have been
 * told. A merge after the split keeps the two apart.
 *
 * <p>State: the views of this member, as many as it has had lately. Threads of partitions ask; who merges asks too.
 */
final class Views {
    private static final String KEY = "heartline.views";
    private static final int MOST = 64;

    /** So long a view must have lasted to be what a later one is compared with; nodes are not lost at the same moment. */
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * @param nodes their ids, oldest first
     * @param name for numbers given out under it: for those of them that can be relied on
     * @param quorum whether they are enough
     * @param apart whether they are the smaller part of what there was
     * @param unclear whether one or the other would be otherwise with only those that can be relied on
     */
    private record View(
            Set<Member> members, List<String> nodes, String name, boolean quorum, boolean apart, boolean unclear) {}

    private final Supplier<Set<Member>> members;
    private final Member local;
    private final int minNodes;
    private final Reliance<Member> reliance; // guarded by this
    private final Map<String, Set<String>> nodesByName = new LinkedHashMap<>(); // guarded by this
    private volatile boolean wary;
    private volatile View current = new View(Set.of(), List.of(), "", false, false, false);
    private List<String> lasting = List.of(); // guarded by this
    private long changedAt; // guarded by this

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

    /** The name for numbers that are given out now. */
    String name() {
        return view().name();
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
     * split: it is clear in a moment.
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

    /** The names under which numbers were given out while any of these nodes was counted on. */
    synchronized Set<String> countingOn(Set<String> nodes) {
        return nodesByName.entrySet().stream()
                .filter(view -> view.getValue().stream().anyMatch(nodes::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The nodes that this member counts on, itself among them, at this very moment. */
    Set<String> nodes() {
        return Set.copyOf(view().nodes());
    }

    private synchronized View look(Set<Member> inSight) {
        if (!inSight.containsAll(current.members())) {
            reliance.onLost();
        }
        wary = reliance.isWary();
        List<String> nodes = ids(inSight);
        List<String> relied = ids(reliance.among(inSight));
        String others = relied.stream().sorted().collect(Collectors.joining(","));
        String name = idOf(local) + "/" + Integer.toString(others.hashCode() & Integer.MAX_VALUE, 36);
        nodesByName.remove(name);
        nodesByName.put(name, Set.copyOf(relied));
        if (nodesByName.size() > MOST) {
            nodesByName.remove(nodesByName.keySet().iterator().next());
        }
        boolean quorum = nodes.size() >= minNodes;
        boolean apart = isApart(nodes);
        boolean unclear = (quorum && relied.size() < minNodes) || (!apart && isSmaller(relied));
        View view = new View(inSight, nodes, name, quorum, apart, unclear);
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
    private static String idOf(Member member) {
        String node = member.getAttribute(UserMap.NODE_ATTRIBUTE);
        return node != null ? node : member.getUuid().toString();
    }
}
