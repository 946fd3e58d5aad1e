package io.heartline.store.partition;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.nio.serialization.StreamSerializer;
import io.heartline.store.codec.FieldReader;
import io.heartline.store.codec.FieldWriter;
import io.heartline.store.codec.StateCodec;
import io.heartline.store.codec.StoreIds;
import io.heartline.store.split.StoredFormat;
import io.heartline.store.split.UserMergePolicy;
import io.heartline.user.UserState;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serializers of the values that travel between nodes: explicit fields, each value with a version, nothing of Java's own
 * serialization. A node that meets a version it does not know fails and reads nothing.
 */
public final class StoreSerializers {
    private StoreSerializers() {}

    /** Makes a member able to hold entries and to take commands for them. Every member that holds data needs it. */
    public static void register(SerializationConfig config) {
        config.addDataSerializableFactory(StoreIds.FACTORY, StoreSerializers::create);
        config.addSerializerConfig(
                new SerializerConfig().setTypeClass(UserState.class).setImplementation(new OfUserState()));
    }

    private static IdentifiedDataSerializable create(int type) {
        return switch (type) {
            case StoreIds.APPLY_COMMANDS -> new ApplyCommands();
            case StoreIds.COPY_CHANGES -> new CopyChanges();
            case StoreIds.OUTCOMES -> new BatchOutcomes();
            case StoreIds.MERGE_POLICY -> new UserMergePolicy();
            default -> throw new HazelcastSerializationException("The store knows no type " + type + ".");
        };
    }

    /** For partitions that move, replicas that are repaired, and merges. */
    private static final class OfUserState implements StreamSerializer<UserState>, HazelcastInstanceAware {
        private volatile @Nullable HazelcastInstance hazelcast;

        @Override
        public void setHazelcastInstance(HazelcastInstance instance) {
            hazelcast = instance;
        }

        @Override
        public void write(ObjectDataOutput out, UserState state) throws IOException {
            StateCodec.write(new FieldWriter(out), state, version());
        }

        private int version() {
            return StoredFormat.of(Objects.requireNonNull(hazelcast)).version();
        }

        @Override
        public UserState read(ObjectDataInput in) throws IOException {
            return StateCodec.read(new FieldReader(in));
        }

        @Override
        public int getTypeId() {
            return StoreIds.USER_STATE;
        }
    }
}
