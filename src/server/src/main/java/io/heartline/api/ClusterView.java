package io.heartline.api;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one node sees it.
 *
 * @param safe whether every stored message is held by at least two nodes; false in a cluster of one
 * @param nodes the nodes that hold data
 */
public record ClusterView(boolean safe, List<Node> nodes) {
    /**
     * One node. Fields that only the node itself knows are null if it did not answer in time.
     *
     * @param node its id, fresh for every start
     * @param state {@code starting}, {@code serving}, {@code draining}, or {@code silent} if it did not answer
     * @param sessions the number of its connections
     * @param users the number of users whose entries it owns
     * @param partitions the number of partitions it owns
     */
    public record Node(
            String node,
            String state,
            @Nullable Long sessions,
            @Nullable Long users,
            @Nullable Integer partitions,
            @Nullable String version,
            @Nullable Long uptimeMillis) {

        /** The node as {@code /v1/cluster} shows it. */
        public JsonObject toJson() {
            return new JsonObject()
                    .put("node", node)
                    .put("state", state)
                    .put("sessions", sessions)
                    .put("users", users)
                    .put("partitions", partitions)
                    .put("version", version)
                    .put("uptimeMillis", uptimeMillis);
        }
    }

    public ClusterView {
        nodes = List.copyOf(nodes);
    }

    /**
     * The cluster of these nodes. A node that is alone is not safe, even if every entry has all the copies that it can hold.
     *
     * @param copied whether every entry has all the copies that the nodes can hold
     */
    public static ClusterView of(boolean copied, List<Node> nodes) {
        return new ClusterView(copied && nodes.size() > 1, nodes);
    }
}
