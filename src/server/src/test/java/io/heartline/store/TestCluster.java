package io.heartline.store;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.impl.MapService;
import com.hazelcast.map.impl.record.Record;
import com.hazelcast.map.impl.recordstore.RecordStore;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.spi.impl.PartitionSpecificRunnable;
import com.hazelcast.spi.impl.operationservice.impl.OperationServiceImpl;
import io.heartline.cluster.HazelcastInternals;
import io.heartline.cluster.MembershipView;
import io.heartline.store.codec.StoreIds;
import io.heartline.store.partition.Buckets;
import io.heartline.store.partition.UserMap;
import io.heartline.store.split.WriterNames;
import io.heartline.user.UserState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Hazelcast members in this process, on loopback, with the configuration of the store. */
final class TestCluster implements AutoCloseable {
    private final StoreConfig store;
    private final int partitions;
    private final String name;
    private final List<HazelcastInstance> members = new ArrayList<>();
    private int minNodes = 1;

    TestCluster(StoreConfig store) {
        this(store, 31);
    }

    TestCluster(StoreConfig store, int partitions) {
        this(store, partitions, "store-" + UUID.randomUUID());
    }

    TestCluster(StoreConfig store, int partitions, String name) {
        this.store = store;
        this.partitions = partitions;
        this.name = name;
    }

    static TestCluster of(int members, StoreConfig store) {
        return of(members, store, 1);
    }

    /** The quorum of this cluster is {@code minNodes}. */
    static TestCluster of(int members, StoreConfig store, int minNodes) {
        TestCluster cluster = new TestCluster(store);
        cluster.minNodes = minNodes;
        IntStream.range(0, members).forEach(i -> cluster.join());
        return cluster;
    }

    HazelcastInstance join() {
        List<String> others = members.stream()
                .filter(member -> member.getLifecycleService().isRunning())
                .map(member -> member.getCluster().getLocalMember().getAddress())
                .map(address -> address.getHost() + ":" + address.getPort())
                .toList();
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config("node-" + members.size(), others));
        members.add(member);
        awaitSafe();
        return member;
    }

    String name() {
        return name;
    }

    /** The configuration of a member of this cluster. */
    Config config(String node, List<String> others) {
        Config config = new Config();
        config.setClusterName(name);
        config.getMemberAttributeConfig().setAttribute(MembershipView.NODE_ATTRIBUTE, node);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.partition.count", String.valueOf(partitions));
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "8");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "2");
        config.setProperty(
                "hazelcast.partition.backup.sync.interval", "5"); // seconds until a missed backup is repaired
        config.getJetConfig().setEnabled(false);
        config.getNetworkConfig().setPort(0).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        others.forEach(join.getTcpIpConfig()::addMember);
        MembershipView.requireNodes(config, minNodes);
        UserMap.configure(config, store.backups());
        return config;
    }

    HazelcastInstance member(int index) {
        return members.get(index);
    }

    boolean hasQuorum(int member) {
        return members.get(member)
                .getSplitBrainProtectionService()
                .getSplitBrainProtection(MembershipView.QUORUM)
                .hasMinimumSize();
    }

    /** Two members lose sight of each other; they find each other again after some seconds. */
    void split(int one, int other) {
        suspect(one, other);
        suspect(other, one);
        awaitUntil(() -> sees(one) == 1 && sees(other) == 1);
    }

    int sees(int member) {
        return members.get(member).getCluster().getMembers().size();
    }

    private void suspect(int member, int suspected) {
        UUID id = members.get(suspected).getCluster().getLocalMember().getUuid();
        ClusterServiceImpl view =
                (ClusterServiceImpl) HazelcastInternals.of(members.get(member)).getClusterService();
        Member seen = view.getMember(id);
        if (seen != null) {
            view.suspectMember(seen, "the test says so", true);
        }
    }

    /** Terminates a member at once, as a killed process does. */
    void kill(int index) {
        members.get(index).getLifecycleService().terminate();
    }

    void awaitSafe() {
        awaitUntil(() -> members.stream()
                .filter(member -> member.getLifecycleService().isRunning())
                .allMatch(member -> member.getPartitionService().isLocalMemberSafe()));
    }

    /** A user whose entry this member owns; another one for each {@code n}. */
    String userOf(int member, int n) {
        HazelcastInstance owner = members.get(member);
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "user-" + n + "-" + i)
                .filter(user -> owner.getCluster()
                        .getLocalMember()
                        .equals(owner.getPartitionService()
                                .getPartition(new Buckets().getPartitionKey(user))
                                .getOwner()))
                .findFirst()
                .orElseThrow();
    }

    /** The user's entry on this member, as its owner or as a replica. */
    UserState held(int member, String user) {
        NodeEngine engine = HazelcastInternals.of(members.get(member));
        Data key = engine.getSerializationService().toData(user, new Buckets());
        MapService maps = engine.getService(MapService.SERVICE_NAME);
        RecordStore<?> entries = maps.getMapServiceContext()
                .getPartitionContainer(engine.getPartitionService().getPartitionId(key))
                .getExistingRecordStore(StoreIds.MAP);
        Record<?> held = entries == null ? null : entries.getRecord(key);
        return held == null ? UserState.ABSENT : (UserState) held.getValue();
    }

    /** The number of entries on this member, as their owner or as a replica. */
    int heldBy(int member) {
        NodeEngine engine = HazelcastInternals.of(members.get(member));
        MapService maps = engine.getService(MapService.SERVICE_NAME);
        return IntStream.range(0, engine.getPartitionService().getPartitionCount())
                .mapToObj(id ->
                        maps.getMapServiceContext().getPartitionContainer(id).getExistingRecordStore(StoreIds.MAP))
                .mapToInt(entries -> entries == null ? 0 : entries.size())
                .sum();
    }

    /** The partition that the user's entry is in. */
    int partitionOf(String user) {
        NodeEngine engine = HazelcastInternals.of(members.get(0));
        return engine.getPartitionService()
                .getPartitionId(engine.getSerializationService().<Data>toData(user, new Buckets()));
    }

    /**
     * Makes a member's writer names see no other member after this number of look-ups. Nothing else on the member is
     * affected.
     */
    WriterNames namesThatLoseSight(int member, int looks) {
        HazelcastInstance hazelcast = members.get(member);
        AtomicInteger left = new AtomicInteger(looks);
        WriterNames names = WriterNames.of(
                HazelcastInternals.of(hazelcast), uuid -> left.getAndDecrement() > 0 ? "node-" + (1 - member) : null);
        hazelcast.getUserContext().put(WriterNames.KEY, names);
        return names;
    }

    /** Stops a member from working on the user's partition until the result is counted down. */
    CountDownLatch suspend(int member, String user) {
        NodeEngine engine = HazelcastInternals.of(members.get(member));
        int partition = partitionOf(user);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        ((OperationServiceImpl) engine.getOperationService()).execute(new PartitionSpecificRunnable() {
            @Override
            public int getPartitionId() {
                return partition;
            }

            @Override
            public void run() {
                stopped.countDown();
                awaitQuietly(released);
            }
        });
        awaitQuietly(stopped);
        return released;
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing happened for 60 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void awaitUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it has not come to be within 30 s");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        members.forEach(member -> member.getLifecycleService().terminate());
    }
}
