package io.heartline.torture.check;

import io.heartline.torture.history.Event.ClusterSeen;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.FaultEnded;
import io.heartline.torture.history.Event.NodeBack;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.NodeReady;
import io.heartline.torture.history.Event.NodeStarted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of the nodes, their faults, and the excuses that follow. Part of {@link RunModel}.
 *
 * <p>Losses add up until a node reports {@code safe} and sees exactly the nodes that are up. A node that sees another number has not
 * noticed a loss yet.
 */
final class NodesState implements EventVisitor {
    static final String CUT_OFF = "cut off";
    static final String TERMINATED = "terminated";
    private static final String HUNG = "hung";

    /** The default limit of silence, after which the others notice that a node hangs. */
    private static final long SILENCE_MILLIS = 5_000;

    /** A removed node merges first: additional time until its sessions are right. */
    private static final long MERGE_MILLIS = 5_000;

    /** The time after recovery during which entries are merged and sessions are swept. */
    private static final long SETTLE_MILLIS = 15_000;

    private final int backups;
    private final Set<String> up = new HashSet<>();
    private final Map<String, String> down = new HashMap<>();
    private final Map<String, Long> changedAt = new HashMap<>();
    private final Map<String, Long> startedAt = new HashMap<>();
    private final Map<String, Long> lostAt = new HashMap<>();
    private final Map<Long, FaultBegun> faults = new HashMap<>();
    private final Map<String, Long> faultEndedAt = new HashMap<>();
    private final List<Excuse> excuses = new ArrayList<>();
    private int lossesSinceSafe;
    private long lossFrom = ConnectionState.NEVER;
    private long splitFrom = ConnectionState.NEVER;
    private long lastChangeAt = -ConnectionState.NEVER;
    private long splitEndedAt = -ConnectionState.NEVER;
    private long mergedAt = -ConnectionState.NEVER;
    private long apartAt = -ConnectionState.NEVER;

    NodesState(int backups) {
        this.backups = backups;
    }

    /** True if there is an excuse of that kind between {@code begin} and {@code end}. */
    boolean excuse(Excuse.Kind kind, long begin, long end) {
        return excuses().stream().anyMatch(excuse -> excuse.kind() == kind && excuse.touches(begin, end));
    }

    boolean excuseAny(long begin, long end) {
        return excuses().stream().anyMatch(excuse -> excuse.touches(begin, end));
    }

    /** All excuses, including those that still last. */
    List<Excuse> excuses() {
        List<Excuse> all = new ArrayList<>(excuses);
        if (splitFrom != ConnectionState.NEVER) {
            all.add(new Excuse(Excuse.Kind.SPLIT, splitFrom, ConnectionState.NEVER));
        }
        if (lossFrom != ConnectionState.NEVER) {
            all.add(new Excuse(Excuse.Kind.NODES_LOST, lossFrom, ConnectionState.NEVER));
        }
        return all;
    }

    boolean isSplit() {
        return splitFrom != ConnectionState.NEVER;
    }

    /** The observed end of the last split. */
    long splitEndedAt() {
        return splitEndedAt;
    }

    /** The number of other nodes that are up. */
    int upBeside(String node) {
        return up.size() - (up.contains(node) ? 1 : 0);
    }

    boolean isDown(String node) {
        return down.containsKey(node);
    }

    /** The last time at which a node was lost, came back or became ready; far in the past if never. */
    long changedAt(String node) {
        return changedAt.getOrDefault(node, -ConnectionState.NEVER);
    }

    /**
     * The time at which the others noticed the loss of a process that ran at {@code then}; {@link ConnectionState#NEVER} if it is not
     * lost, is cut off, or still drains.
     */
    long goneAt(String node, long then) {
        if (startedAt.getOrDefault(node, -ConnectionState.NEVER) > then) {
            return startedAt.getOrDefault(node, ConnectionState.NEVER);
        }
        String how = down.get(node);
        boolean wasStartedSince = startedAt.getOrDefault(node, -ConnectionState.NEVER)
                > lostAt.getOrDefault(node, -ConnectionState.NEVER);
        if (how == null || how.equals(CUT_OFF) || how.equals(TERMINATED) || wasStartedSince) {
            return ConnectionState.NEVER;
        }
        return changedAt(node) + (how.equals(HUNG) ? SILENCE_MILLIS : 0);
    }

    /** True if a fault affected a node at any time from {@code since} until now. */
    boolean isTroubled(String node, long since) {
        return faults.values().stream()
                        .anyMatch(fault ->
                                fault.nodes().isEmpty() || fault.nodes().contains(node))
                || faultEndedAt.getOrDefault(node, -ConnectionState.NEVER) >= since
                || faultEndedAt.getOrDefault("", -ConnectionState.NEVER) >= since;
    }

    /** True if a received message proves that the cluster still knows its connection. */
    boolean provesLife(ConnectionState link, MessageState message) {
        return !isSplit() && !isDown(link.dialled.node()) && message.triedAt > lastChangeAt;
    }

    @Override
    public void onNodeStarted(NodeStarted started) {
        startedAt.put(started.node(), started.at());
        changed(started.node(), started.at());
    }

    @Override
    public void onNodeReady(NodeReady ready) {
        rises(ready.node(), ready.at());
    }

    @Override
    public void onNodeBack(NodeBack back) {
        rises(back.node(), back.at());
        mergedAt = back.at() + MERGE_MILLIS;
    }

    private void rises(String node, long at) {
        down.remove(node);
        up.add(node);
        changed(node, at);
    }

    @Override
    public void onNodeLost(NodeLost lost) {
        boolean counted = down.put(lost.node(), lost.how()) == null;
        up.remove(lost.node());
        lostAt.put(lost.node(), lost.at());
        changed(lost.node(), lost.at());
        if (counted && ++lossesSinceSafe > backups) {
            lossFrom = Math.min(lossFrom, lost.at());
        }
        if (lost.how().equals(CUT_OFF)) {
            splitFrom = Math.min(splitFrom, lost.at());
        }
    }

    /** The latest time at which all nodes were one cluster again after a change. */
    long joinedBy() {
        return Math.max(lastChangeAt, mergedAt);
    }

    /** The last time at which a node saw a wrong number of nodes. The consequences of a fault may outlast it. */
    long apartAt() {
        return apartAt;
    }

    @Override
    public void onClusterSeen(ClusterSeen seen) {
        if (seen.nodes() != up.size()) {
            apartAt = seen.at();
        }
        if (!seen.safe() || seen.nodes() != up.size() || isDown(seen.node())) {
            return;
        }
        lossesSinceSafe = 0;
        if (lossFrom != ConnectionState.NEVER) {
            excuses.add(new Excuse(Excuse.Kind.NODES_LOST, lossFrom, seen.at() + SETTLE_MILLIS));
            lossFrom = ConnectionState.NEVER;
        }
        if (isSplit() && !down.containsValue(CUT_OFF)) {
            excuses.add(new Excuse(Excuse.Kind.SPLIT, splitFrom, seen.at() + SETTLE_MILLIS));
            splitFrom = ConnectionState.NEVER;
            lastChangeAt = seen.at();
            splitEndedAt = seen.at();
        }
    }

    @Override
    public void onFaultBegun(FaultBegun begun) {
        faults.put(begun.number(), begun);
    }

    @Override
    public void onFaultEnded(FaultEnded ended) {
        FaultBegun fault = faults.remove(ended.number());
        if (fault != null) {
            List<String> nodes = fault.nodes().isEmpty() ? List.of("") : fault.nodes();
            nodes.forEach(node -> faultEndedAt.put(node, ended.at()));
        }
    }

    private void changed(String node, long at) {
        changedAt.put(node, at);
        lastChangeAt = at;
    }
}
