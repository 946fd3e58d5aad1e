package io.heartline.cluster;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The members before a split, to which the members in sight are compared. The members of the other side are lost one by one, so
 * the reference stays the same until nothing has changed for {@link #LASTING_NANOS}. A node that joins meanwhile is not a change:
 * it was on neither side. A member that comes back is one.
 *
 * <p>For example, {@code {1,2,3}} loses 2, node 4 joins, and 3 is lost. If all of this takes less than 3 s, then {@code {1,4}} has one
 * of three former members. If 3 is lost more than 3 s after 2, it has two of {@code {1,3,4}}.
 *
 * <p>Not thread-safe: guarded by the lock of its {@link MembershipView}.
 */
final class FormerMembers {
    /** The time after the last change from which a view is the reference for later views. */
    static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(3);

    private List<String> members = List.of();
    private long changedAt;

    /**
     * Follows a change.
     *
     * @param before the nodes in sight before, oldest first
     * @param nodes those in sight now
     * @param nanos the time, by a clock that never jumps
     */
    void follow(List<String> before, List<String> nodes, long nanos) {
        if (nanos - changedAt >= LASTING_NANOS || before.containsAll(members)) {
            members = before;
        }
        boolean back = nodes.stream().anyMatch(node -> members.contains(node) && !before.contains(node));
        if (back || !nodes.containsAll(before)) {
            changedAt = nanos;
        }
    }

    /** True if these are less than half of the former members, or half of more than two without the oldest. */
    boolean isSmaller(List<String> nodes) {
        long left = members.stream().filter(nodes::contains).count();
        boolean half = left * 2 == members.size() && members.size() > 2 && !nodes.contains(members.get(0));
        return left * 2 < members.size() || half;
    }

    int size() {
        return members.size();
    }
}
