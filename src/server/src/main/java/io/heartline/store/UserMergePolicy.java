package io.heartline.store;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.heartline.user.Merge;
import io.heartline.user.UserState;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * After a split, makes one of the entries that lived on its two sides; {@link Merge} says how. Public for Hazelcast.
 *
 * <p>Made on the member that comes back, once for all its merges, and sent with the entries to those that own them now. It
 * takes along under which names that member gave out numbers that it can't have told to anybody, and whether its side refused.
 */
public final class UserMergePolicy
        implements SplitBrainMergePolicy<UserState, MergingValue<UserState>, UserState>, IdentifiedDataSerializable {

    /** Both of the member that merges; null on those that are sent entries. */
    private volatile @Nullable Views views;

    private volatile @Nullable WriterNames names;

    private volatile Set<String> ownSide = Set.of();
    private volatile boolean refusing;
    private Set<String> untold = Set.of();

    /** This member leaves its side of a split for the other. */
    void leaves(Views ofMember, WriterNames itsNames) {
        ownSide = ofMember.nodes();
        refusing = !ofMember.hasQuorum();
        names = itsNames;
        views = ofMember;
    }

    @Override
    public UserState merge(MergingValue<UserState> merging, @Nullable MergingValue<UserState> existing) {
        UserState came = merging.getDeserializedValue();
        return existing == null
                ? came
                : Merge.into(existing.getDeserializedValue(), came, new Merge.OtherSide(untold(), refusing));
    }

    /** Known when the member has joined the other side, whose nodes are the ones that were not on its own. */
    private Set<String> untold() {
        Views here = views;
        WriterNames counted = names;
        if (here == null || counted == null) {
            return untold;
        }
        Set<String> otherSide = new HashSet<>(here.nodes());
        otherSide.removeAll(ownSide);
        return counted.countingOn(otherSide);
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeStringArray(untold().toArray(String[]::new));
        out.writeBoolean(refusing);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        String[] names = in.readStringArray();
        untold = names == null ? Set.of() : Set.of(names);
        refusing = in.readBoolean();
    }

    @Override
    public int getFactoryId() {
        return StoreSerializers.FACTORY;
    }

    @Override
    public int getClassId() {
        return StoreSerializers.MERGE_POLICY;
    }
}
