package io.heartline.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import io.heartline.cluster.MembershipView;
import io.heartline.store.codec.StoreIds;
import io.heartline.store.partition.UserMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Settings of the store, and values that are rejected. */
class StoreConfigTest {

    @Test
    void everyFaultIsToldAtOnce() {
        assertThatThrownBy(() -> new StoreConfig(0, Duration.ZERO, StoreConfig.Limits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("""
                        backups: must be 1 or 2, not 0
                        deadline: must be between 100 ms and 60 s, not 0 ms""");
    }

    @Test
    void theMapKeepsObjectsAndForgetsNothingByItself() {
        Config config = new Config();
        UserMap.configure(config, 2);

        MapConfig map = config.getMapConfig(StoreIds.MAP);

        assertThat(map.getInMemoryFormat()).isEqualTo(InMemoryFormat.OBJECT);
        assertThat(map.getBackupCount()).isEqualTo(2);
        assertThat(map.getAsyncBackupCount()).isZero();
        assertThat(map.getTimeToLiveSeconds()).isZero();
        assertThat(map.getMaxIdleSeconds()).isZero();
        assertThat(map.getSplitBrainProtectionName()).isNull();
    }

    @Test
    void aQuorumIsAskedForFromTwoNodesOn() {
        Config config = new Config();
        MembershipView.requireNodes(config, 2);
        UserMap.configure(config, 1);

        String quorum = config.getMapConfig(StoreIds.MAP).getSplitBrainProtectionName();
        assertThat(config.getSplitBrainProtectionConfig(quorum).isEnabled()).isTrue();
        assertThat(config.getSplitBrainProtectionConfig(quorum).getMinimumClusterSize())
                .isEqualTo(2);
    }

    @Test
    void anAttemptEndsEarlyEnoughForAnotherWithinTheDeadline() {
        assertThat(PartitionQueue.CALL_TIMEOUT_MILLIS).isLessThan(PartitionQueue.GIVE_UP_MILLIS);
        assertThat(2 * PartitionQueue.GIVE_UP_MILLIS).isLessThan(StoreConfig.DEFAULT_DEADLINE.toMillis());
    }
}
