package io.heartline.store.memory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Decides how much the cluster may still accept, so that everything fits into the nodes that remain after the loss of as many
 * nodes as there are backups. Pure; all sizes are in bytes.
 *
 * <p>Hazelcast spreads partitions evenly over nodes, large or small. Therefore the smallest node decides.
 *
 * <pre>
 *   nodes 3, backups 1: 2 remain, each with every entry       limit = capacity of the smallest
 *   nodes 5, backups 1: 4 remain, 2 copies of each entry      limit = capacity of the smallest / 0.68
 * </pre>
 *
 * @param backups the number of replicas of an entry besides the owner's
 */
record LossReserve(int backups) {
    /** The number of parts into which users are divided; a node holds whole parts. */
    static final int PARTS = 32;

    /** Reasons to accept no more. */
    enum Bound {
        /** After a loss, the remaining nodes could not hold everything. */
        LOSS,
        /** One node holds as much as it can. */
        NODE
    }

    /**
     * The decision.
     *
     * @param limit the weight of all entries, each counted once, that is held at most
     * @param weight the weight of all entries, each counted once
     * @param room the weight that the nodes together may accept beyond their ceilings; negative if there is too much
     * @param bound the reason that it is not more
     * @param losses the number of nodes whose loss it allows for
     */
    record Decision(long limit, long weight, long room, Bound bound, int losses) {}

    /** The number of nodes whose loss must leave everything. */
    int losses(int nodes) {
        return Math.min(backups, nodes - 1);
    }

    private int copies(int nodes) {
        return Math.min(backups, nodes - 1) + 1;
    }

    /**
     * The greatest share of all entries that one of so many nodes is expected to hold: the mean and twice the standard
     * deviation of a random placement of the parts.
     */
    double share(int nodes) {
        double mean = (double) copies(nodes) / nodes;
        return Math.min(1, mean + 2 * Math.sqrt(mean * (1 - mean) / PARTS));
    }

    /** The weight of all entries, each counted once, that so many nodes can hold. */
    long fitting(int nodes, long smallestCapacity, long sessions) {
        return (long) ((smallestCapacity - sessions / nodes) / share(nodes));
    }

    Decision decide(NodeMemory self, Collection<NodeMemory> others) {
        List<NodeMemory> all = new ArrayList<>(others);
        all.add(self);
        int losses = losses(all.size());
        long sessions = all.stream().mapToLong(NodeMemory::sessions).sum();
        long smallest = all.stream().mapToLong(NodeMemory::capacity).min().orElse(0);
        long limit = fitting(all.size() - losses, smallest, sessions);
        long pending = others.stream().mapToLong(NodeMemory::pending).sum();
        long weight = weight(all);
        long fullest = all.stream().mapToLong(NodeMemory::room).min().orElse(0);
        Bound bound = limit - weight <= fullest ? Bound.LOSS : Bound.NODE;
        return new Decision(limit, weight, Math.min(limit - weight, fullest) - pending, bound, losses);
    }

    /**
     * The weight of all entries, each counted once. While partitions change their owner, some have none for a moment: then the
     * replicas tell more.
     */
    long weight(Collection<NodeMemory> all) {
        long owned = all.stream().mapToLong(NodeMemory::owned).sum();
        long held = all.stream().mapToLong(NodeMemory::held).sum();
        return Math.max(owned, held / copies(all.size()));
    }
}
