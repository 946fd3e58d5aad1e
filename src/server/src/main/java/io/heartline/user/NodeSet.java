package io.heartline.user;

import java.util.Collection;
import java.util.List;

/**
 * A set of nodes, represented by a digest of their ids. The digest is as small for five nodes as for one.
 *
 * @param digest the digest of the ids; -1 if the nodes are not known
 */
public record NodeSet(int digest) {
    /** The empty set. */
    public static final NodeSet NONE = of(List.of());
    /** The set whose nodes are not known. */
    public static final NodeSet UNKNOWN = new NodeSet(-1);

    public NodeSet {
        if (digest < -1) {
            throw new IllegalArgumentException("a digest of " + digest + " is out of bounds");
        }
    }

    /** The set of the nodes with these ids, in whatever order they are given. */
    public static NodeSet of(Collection<String> ids) {
        List<String> sorted = ids.stream().sorted().toList();
        return new NodeSet(String.join(",", sorted).hashCode() & Integer.MAX_VALUE);
    }
}
