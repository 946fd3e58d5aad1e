package io.heartline.store.split;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import io.heartline.cluster.HazelcastInternals;
import io.heartline.cluster.MembershipView;
import org.jspecify.annotations.Nullable;

/**
 * Prepares this member for the merge when it begins to join the other side of a split: before it leaves its own side, and on
 * the thread that merges. Prepares its {@link UserMergePolicy} and its {@link StoredFormat}.
 */
public final class SplitMergeListener implements LifecycleListener, HazelcastInstanceAware {
    private @Nullable HazelcastInstance hazelcast;

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        hazelcast = instance;
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        HazelcastInstance member = hazelcast;
        if (member == null) {
            return;
        }
        switch (event.getState()) {
            case MERGING -> begin(member);
            case MERGED, MERGE_FAILED -> StoredFormat.of(member).onMerge(false);
            default -> {
                // nothing that concerns a merge
            }
        }
    }

    private static void begin(HazelcastInstance member) {
        StoredFormat.of(member).onMerge(true);
        UserMergePolicy policy = (UserMergePolicy) HazelcastInternals.of(member)
                .getSplitBrainMergePolicyProvider()
                .getMergePolicy(UserMergePolicy.class.getName());
        policy.leaves(MembershipView.of(member), WriterNames.of(member));
    }
}
