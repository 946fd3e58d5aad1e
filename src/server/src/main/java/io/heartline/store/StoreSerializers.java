package io.heartline.store;

import com.hazelcast.config.SerializationConfig;
import com.hazelcast.config.SerializerConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.nio.serialization.StreamSerializer;
import io.heartline.user.UserState;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Serializers for the store's values on their way between nodes: explicit fields, each value with a version, nothing of Java's
 * own serialization. A node that meets a version it does not know says so and reads nothing.
 */
public final class StoreSerializers {
    static final int FACTORY = 4_711;
    static final int APPLY_COMMANDS = 1;
    static final int COPY_CHANGES = 2;
    static final int OUTCOMES = 3;
    static final int MERGE_POLICY = 4;
    private static final int USER_STATE = 4_711;

    private StoreSerializers() {}

    /** Makes a member able to hold entries and to take commands for them. Every member that holds data needs it. */
    public static void register(SerializationConfig config) {
        config.addDataSerializableFactory(FACTORY, StoreSerializers::create);
        config.addSerializerConfig(
                new SerializerConfig().setTypeClass(UserState.class).setImplementation(new OfUserState()));
    }

    private static IdentifiedDataSerializable create(int type) {
        return switch (type) {
            case APPLY_COMMANDS -> new ApplyCommands();
            case COPY_CHANGES -> new CopyChanges();
            case OUTCOMES -> new Outcomes();
            case MERGE_POLICY -> new UserMergePolicy();
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
            return USER_STATE;
        }
    }
}
