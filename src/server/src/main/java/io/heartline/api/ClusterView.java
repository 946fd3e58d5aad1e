package io.heartline.api;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one node sees it.
 *
 * @param safe true if every stored message is held by at least two nodes; false in a cluster of one
 * @param nodes the nodes that hold data
 * @param guests the members that hold none
 */
public record ClusterView(boolean safe, List<Node> nodes, List<Guest> guests) {
    /**
     * A lite member: a service on the event bus.
     *
     * @param address where other members reach it
     * @param since the time at which the answering node first saw it, in milliseconds
     */
    public record Guest(String address, long since) {
        /** The guest as {@code /v1/cluster} shows it. */
        public JsonObject toJson() {
            return new JsonObject().put("address", address).put("since", since);
        }
    }

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
        guests = List.copyOf(guests);
    }

    /** A cluster without guests. */
    public ClusterView(boolean safe, List<Node> nodes) {
        this(safe, nodes, List.of());
    }

    /**
     * The cluster of these nodes. A node that is alone is not safe, even if every entry has all the copies that it can hold.
     *
     * @param copied true if every entry has all the copies that the nodes can hold
     */
    public static ClusterView of(boolean copied, List<Node> nodes, List<Guest> guests) {
        return new ClusterView(copied && nodes.size() > 1, nodes, guests);
    }
}
