package io.heartline.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntFunction;

/**
 * Limits the batches that are sent and not answered yet. Queues whose partitions lie on the same nodes form a group with so
 * many batches at a time; the other queues of the group wait for their turn and gather commands meanwhile.
 *
 * <p>Batches therefore grow as soon as the nodes are overloaded, when a command must be cheap. A batch that is sent is answered
 * soon: one that took long would be repeated, which would slow down all others. Waiting here costs nothing. Nodes that hang
 * delay only the partitions that lie on them. Owned by the event loop of its store.
 */
final class InFlightLimit {
    private final int size;
    private final IntFunction<?> nodesOf;
    private final Loop loop;
    private final Map<Object, Group> groups = new HashMap<>();
    private boolean moving;

    /** Queues that share a limit. */
    static final class Group {
        private final Queue<PartitionQueue> waiting = new ArrayDeque<>();
        private int out;
    }

    /**
     * @param size the number of batches that each group may have sent
     * @param nodesOf the nodes on which a partition lies now; partitions with equal nodes share a group
     */
    InFlightLimit(int size, IntFunction<?> nodesOf, Loop loop) {
        this.size = size;
        this.nodesOf = nodesOf;
        this.loop = loop;
    }

    /** Calls {@link PartitionQueue#go} when its turn comes: on a later turn of the loop, after all that this turn submits. */
    Group enter(PartitionQueue queue) {
        Group group = groups.computeIfAbsent(nodesOf.apply(queue.partition()), nodes -> new Group());
        group.waiting.add(queue);
        move();
        return group;
    }

    /** The batch of a queue was answered or given up. */
    void leave(Group group) {
        group.out--;
        move();
    }

    private void move() {
        if (!moving) {
            moving = true;
            loop.soon(this::moveAll);
        }
    }

    private void moveAll() {
        moving = false;
        List<PartitionQueue> going = new ArrayList<>();
        groups.values().removeIf(group -> {
            while (group.out < size && !group.waiting.isEmpty()) {
                group.out++;
                going.add(group.waiting.remove());
            }
            return group.out == 0;
        });
        going.forEach(PartitionQueue::go);
    }
}
