package io.heartline.cluster;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** A {@link Membership} without a cluster, for tests of other rooms, which set the nodes in sight. */
public final class FakeMembership {
    private final Membership membership;

    public FakeMembership(Supplier<List<String>> inSight, IntPredicate isQuorum) {
        membership = new Membership(inSight, isQuorum);
    }

    public Membership membership() {
        return membership;
    }

    public void refresh() {
        membership.refresh();
    }

    public void merging() {
        membership.merging();
    }

    public void merged() {
        membership.merged();
    }
}
