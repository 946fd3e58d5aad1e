package io.heartline.user;

/**
 * The owner of an entry, together with the nodes that hold the replicas at that moment. The same node is another writer
 * as soon as other nodes hold the replicas.
 *
 * @param node id of the owner
 * @param replicas the nodes that must acknowledge a write before it is answered
 */
public record Writer(String node, NodeSet replicas) implements WriteSource {

    /** A writer whose replicas are not known. */
    public Writer(String node) {
        this(node, NodeSet.UNKNOWN);
    }

    @Override
    public Writer writer() {
        return this;
    }

    @Override
    public boolean startsEpoch() {
        return false;
    }
}
