package io.heartline.store;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import org.jspecify.annotations.Nullable;

/**
 * Prepares this member's {@link UserMergePolicy} when the member begins to join the other side of a split: before it leaves
 * its own side, and on the thread that merges.
 */
final class SplitMergeListener implements LifecycleListener, HazelcastInstanceAware {
    private @Nullable HazelcastInstance hazelcast;

    @Override
    public void setHazelcastInstance(HazelcastInstance instance) {
        hazelcast = instance;
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleEvent.LifecycleState.MERGING && hazelcast != null) {
            UserMergePolicy policy = (UserMergePolicy) Engine.of(hazelcast)
                    .getSplitBrainMergePolicyProvider()
                    .getMergePolicy(UserMergePolicy.class.getName());
            policy.leaves(Views.of(hazelcast), WriterNames.of(hazelcast));
        }
    }
}
