package io.heartline.store.split;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import io.heartline.cluster.MembershipView;
import io.heartline.store.codec.StoreIds;
import io.heartline.store.codec.Version1;
import io.heartline.user.Merge;
import io.heartline.user.UserState;
import io.heartline.user.Writer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges the two versions of an entry after a split, as {@link Merge} does. Public for Hazelcast.
 *
 * <p>The member that comes back makes one policy for all its merges, and sends it with the entries to the members that own
 * them now. The policy carries along as which writers that member can't have acknowledged anything, and if its side refused.
 */
public final class UserMergePolicy
        implements SplitBrainMergePolicy<UserState, MergingValue<UserState>, UserState>, IdentifiedDataSerializable {

    /** Both belong to the member that comes back; null on the members that entries are sent to. */
    private volatile @Nullable MembershipView members;

    private volatile @Nullable WriterNames names;

    private volatile Set<String> ownSide = Set.of();
    private volatile boolean refusing;
    private Set<Writer> unacknowledged = Set.of();

    /** Notes the nodes of this member's side, which it leaves for the other. */
    void leaves(MembershipView ofMember, WriterNames itsNames) {
        ownSide = ofMember.nodes();
        refusing = !ofMember.hasQuorum();
        names = itsNames;
        members = ofMember;
    }

    @Override
    public UserState merge(MergingValue<UserState> merging, @Nullable MergingValue<UserState> existing) {
        UserState came = merging.getDeserializedValue();
        return existing == null
                ? came
                : Merge.into(existing.getDeserializedValue(), came, new Merge.OtherSide(unacknowledged(), refusing));
    }

    /** Known when the member has joined the other side: the nodes of that side are those that were not on its own. */
    private Set<Writer> unacknowledged() {
        MembershipView here = members;
        WriterNames writers = names;
        if (here == null || writers == null) {
            return unacknowledged;
        }
        Set<String> otherSide = new HashSet<>(here.nodes());
        otherSide.removeAll(ownSide);
        return writers.replicatedOn(otherSide);
    }

    /** In version 1, as all that a merge sends: see {@link StoredFormat}. */
    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeStringArray(unacknowledged().stream().map(Version1::nameOf).toArray(String[]::new));
        out.writeBoolean(refusing);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        String[] named = in.readStringArray();
        unacknowledged = named == null
                ? Set.of()
                : Stream.of(named).map(Version1::writerOf).collect(Collectors.toUnmodifiableSet());
        refusing = in.readBoolean();
    }

    @Override
    public int getFactoryId() {
        return StoreIds.FACTORY;
    }

    @Override
    public int getClassId() {
        return StoreIds.MERGE_POLICY;
    }
}
