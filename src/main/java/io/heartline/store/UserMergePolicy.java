package io.heartline.store;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.heartline.user.Merge;
import io.heartline.user.UserState;
import org.jspecify.annotations.Nullable;

/** After a split, makes one of the entries that lived on its two sides; {@link Merge} says how. Public for Hazelcast. */
public final class UserMergePolicy
        implements SplitBrainMergePolicy<UserState, MergingValue<UserState>, UserState>, IdentifiedDataSerializable {

    @Override
    public UserState merge(MergingValue<UserState> merging, @Nullable MergingValue<UserState> existing) {
        UserState came = merging.getDeserializedValue();
        return existing == null ? came : Merge.of(came, existing.getDeserializedValue());
    }

    @Override
    public void writeData(ObjectDataOutput out) {}

    @Override
    public void readData(ObjectDataInput in) {}

    @Override
    public int getFactoryId() {
        return StoreSerializers.FACTORY;
    }

    @Override
    public int getClassId() {
        return StoreSerializers.MERGE_POLICY;
    }
}
