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
 * The nodes, what was done to them, and what that excuses. Part of {@link World}.
 *
 * <p>Losses add up until a node says {@code safe} and counts exactly the nodes that are up: one that has not yet noticed
 * a loss proves nothing.
 */
final class Nodes implements Watcher {
    static final String CUT_OFF = "cut off";
    static final String TERMINATED = "terminated";
    private static final String HUNG = "hung";

    /** Only after so much silence is it known that a node hangs: the limit of the nodes, as it is by default. */
    private static final long SILENCE_MILLIS = 5_000;

    /** Whoever was silent for long merges with the others first: so much later than those of others are its sessions right. */
    private static final long MERGE_MILLIS = 5_000;

    /** Entries are still merged, and sessions swept, for this long after the cluster says that it is whole. */
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
    private long lossFrom = Link.NEVER;
    private long splitFrom = Link.NEVER;
    private long lastChangeAt = -Link.NEVER;
    private long splitEndedAt = -Link.NEVER;
    private long mergedAt = -Link.NEVER;
    private long apartAt = -Link.NEVER;

    Nodes(int backups) {
        this.backups = backups;
    }

    /** Whether something of a kind went on at some time from {@code begin} to {@code end}. */
    boolean excuse(Excuse.Kind kind, long begin, long end) {
        return excuses().stream().anyMatch(excuse -> excuse.kind() == kind && excuse.touches(begin, end));
    }

    boolean excuseAny(long begin, long end) {
        return excuses().stream().anyMatch(excuse -> excuse.touches(begin, end));
    }

    /** All excuses, the ones that still last included. */
    List<Excuse> excuses() {
        List<Excuse> all = new ArrayList<>(excuses);
        if (splitFrom != Link.NEVER) {
            all.add(new Excuse(Excuse.Kind.SPLIT, splitFrom, Link.NEVER));
        }
        if (lossFrom != Link.NEVER) {
            all.add(new Excuse(Excuse.Kind.NODES_LOST, lossFrom, Link.NEVER));
        }
        return all;
    }

    boolean isSplit() {
        return splitFrom != Link.NEVER;
    }

    /** When the last split was seen to be over. */
    long splitEndedAt() {
        return splitEndedAt;
    }

    /** How many nodes are up, but for this one. */
    int upBeside(String node) {
        return up.size() - (up.contains(node) ? 1 : 0);
    }

    boolean isDown(String node) {
        return down.containsKey(node);
    }

    /** When a node was last lost, came back or became ready; far in the past where it never was. */
    long changedAt(String node) {
        return changedAt.getOrDefault(node, -Link.NEVER);
    }

    /**
     * When it was known that the process of a node that lived at {@code then} is lost; {@link Link#NEVER} where it was
     * not, or may yet come back from behind a cut, or still takes its leave.
     */
    long goneAt(String node, long then) {
        if (startedAt.getOrDefault(node, -Link.NEVER) > then) {
            return startedAt.getOrDefault(node, Link.NEVER);
        }
        String how = down.get(node);
        boolean wasStartedSince = startedAt.getOrDefault(node, -Link.NEVER) > lostAt.getOrDefault(node, -Link.NEVER);
        if (how == null || how.equals(CUT_OFF) || how.equals(TERMINATED) || wasStartedSince) {
            return Link.NEVER;
        }
        return changedAt(node) + (how.equals(HUNG) ? SILENCE_MILLIS : 0);
    }

    /** Whether some fault touched a node at some time from {@code since} until now. */
    boolean isTroubled(String node, long since) {
        return faults.values().stream()
                        .anyMatch(fault ->
                                fault.nodes().isEmpty() || fault.nodes().contains(node))
                || faultEndedAt.getOrDefault(node, -Link.NEVER) >= since
                || faultEndedAt.getOrDefault("", -Link.NEVER) >= since;
    }

    /** Whether a message that came shows that the cluster still knows its connection. */
    boolean provesLife(Link link, Message message) {
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

    /** When all were one cluster again at the latest, after a node was lost, came back or became ready, or a split ended. */
    long joinedBy() {
        return Math.max(lastChangeAt, mergedAt);
    }

    /** When some node last saw another number of nodes than there are: what a fault did may outlast it. */
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
        if (lossFrom != Link.NEVER) {
            excuses.add(new Excuse(Excuse.Kind.NODES_LOST, lossFrom, seen.at() + SETTLE_MILLIS));
            lossFrom = Link.NEVER;
        }
        if (isSplit() && !down.containsValue(CUT_OFF)) {
            excuses.add(new Excuse(Excuse.Kind.SPLIT, splitFrom, seen.at() + SETTLE_MILLIS));
            splitFrom = Link.NEVER;
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
