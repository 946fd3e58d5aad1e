package io.heartline.node;

import io.heartline.api.ClusterView;
import io.heartline.api.ClusterView.Guest;
import io.heartline.api.ClusterView.Node;
import io.heartline.cluster.ClusterNode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks all nodes about themselves, for the view of the cluster, and answers for this one. A node that does not answer in time
 * is shown as {@code silent}.
 */
final class NodeSurvey {
    private static final String ADDRESS = "heartline.node.";
    private static final DeliveryOptions WITHIN = new DeliveryOptions().setSendTimeout(2_000);

    private final ClusterNode cluster;
    private final Supplier<Node> self;

    /** @param self describes this node; any thread, quick */
    NodeSurvey(ClusterNode cluster, Supplier<Node> self) {
        this.cluster = cluster;
        this.self = self;
    }

    /** Answers the other nodes from now on. */
    Future<Void> listen() {
        return cluster.vertx()
                .eventBus()
                .<JsonObject>consumer(ADDRESS + cluster.nodeId(), this::answer)
                .completion();
    }

    private void answer(Message<JsonObject> question) {
        question.reply(self.get().toJson());
    }

    /** The cluster as it answers now; never fails. */
    Future<ClusterView> view() {
        Future<List<Node>> nodes = nodes();
        return cluster.isSafe().compose(copied -> nodes.map(answers -> ClusterView.of(copied, answers, guests())));
    }

    /** The nodes in sight as they answer now; never fails. */
    Future<List<Node>> nodes() {
        List<Future<Node>> nodes =
                cluster.membership().nodes().stream().map(this::ask).toList();
        return Future.join(nodes)
                .map(answers -> nodes.stream().map(Future::result).toList());
    }

    private List<Guest> guests() {
        return cluster.memberLog().guests().stream()
                .map(guest -> new Guest(guest.address(), guest.since()))
                .toList();
    }

    private Future<Node> ask(String node) {
        if (node.equals(cluster.nodeId())) {
            return Future.succeededFuture(self.get());
        }
        return cluster.vertx()
                .eventBus()
                .<JsonObject>request(ADDRESS + node, new JsonObject(), WITHIN)
                .map(answer -> fromJson(answer.body()))
                .otherwise(silence -> new Node(node, "silent", null, null, null, null, null));
    }

    private static Node fromJson(JsonObject json) {
        return new Node(
                json.getString("node"),
                json.getString("state"),
                json.getLong("sessions"),
                json.getLong("users"),
                json.getInteger("partitions"),
                json.getString("version"),
                json.getLong("uptimeMillis"));
    }
}
