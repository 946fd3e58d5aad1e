package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.await;
import static io.heartline.cluster.TestNodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.map.IMap;
import com.hazelcast.spi.merge.PutIfAbsentMergePolicy;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SplitIT {
    private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(2_000);

    private final SplitNetwork network = new SplitNetwork();
    private final TestNodes cluster = new TestNodes();
    private final List<String> merged = new CopyOnWriteArrayList<>();
    private final Set<String> othersMerged = ConcurrentHashMap.newKeySet();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();

    SplitIT() {
        cluster.newInstance = network::newInstance;
        cluster.dataConfig = cluster.dataConfig.andThen(config -> config.getMapConfig("users")
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(PutIfAbsentMergePolicy.class.getName())));
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void afterASplitDataIsMergedAndTheBusWorksInAllDirections() {
        ClusterNode one = startWithConsumers();
        ClusterNode two = startWithConsumers();
        ClusterNode three = startWithConsumers();
        List<ClusterNode> all = List.of(one, two, three);
        assertEveryoneHearsEveryone(all);
        until("safe", () -> await(one.isSafe()));

        network.cutOff(one);
        awaitInSight(List.of(one), List.of(one));
        awaitInSight(List.of(two, three), List.of(two, three));
        users(one).put("alice", "seen by one");
        users(two).put("bob", "seen by two");
        assertEveryoneHearsEveryone(List.of(two, three));
        assertEveryoneHearsEveryone(List.of(one));

        network.mend();
        awaitInSight(all, all);
        until("merged", () -> merged.equals(List.of(one.nodeId())));
        until("told", () -> othersMerged.equals(Set.of(two.nodeId(), three.nodeId())));

        assertEveryoneHearsEveryone(all);
        for (ClusterNode node : all) {
            assertThat(users(node).get("alice")).isEqualTo("seen by one");
            assertThat(users(node).get("bob")).isEqualTo("seen by two");
        }
    }

    private ClusterNode startWithConsumers() {
        ClusterNode node = cluster.start();
        node.membership().listen(node.vertx().getOrCreateContext(), new MembershipListener() {
            @Override
            public void onMerged() {
                merged.add(node.nodeId());
            }

            @Override
            public void onOthersMerged() {
                othersMerged.add(node.nodeId());
            }
        });
        var bus = node.vertx().eventBus();
        await(bus.consumer(node.nodeId(), question -> question.reply(node.nodeId()))
                .completion());
        await(bus.<String>consumer("everyone", news -> heard.add(news.body() + ">" + node.nodeId()))
                .completion());
        return node;
    }

    private static void awaitInSight(List<ClusterNode> who, List<ClusterNode> whom) {
        Set<String> expected = Set.copyOf(whom.stream().map(ClusterNode::nodeId).toList());
        for (ClusterNode node : who) {
            until("in sight", () -> node.membership().nodes().equals(expected));
        }
    }

    private void assertEveryoneHearsEveryone(List<ClusterNode> nodes) {
        for (ClusterNode from : nodes) {
            for (ClusterNode to : nodes) {
                until(from.nodeId() + " is answered by " + to.nodeId(), () -> answers(from, to));
                heard.clear();
                until(to.nodeId() + " hears what " + from.nodeId() + " publishes", () -> hears(from, to));
            }
        }
    }

    private static boolean answers(ClusterNode from, ClusterNode to) {
        return await(from.vertx()
                .eventBus()
                .request(to.nodeId(), "", PATIENCE)
                .map(reply -> true)
                .otherwise(false));
    }

    private boolean hears(ClusterNode from, ClusterNode to) {
        from.vertx().eventBus().publish("everyone", from.nodeId());
        return heard.contains(from.nodeId() + ">" + to.nodeId());
    }

    private static IMap<String, String> users(ClusterNode node) {
        return node.hazelcast().getMap("users");
    }
}
