package io.heartline.torture.field;

import java.util.Optional;

/** The kind of network between the nodes. */
public enum NetworkKind {
    /** All nodes on 127.0.0.1 with different ports. Nothing can be cut. */
    LOOPBACK,
    /** Each node in its own network namespace, with its own address. Needs Linux, root and iproute2. */
    NAMESPACES;

    /** The reason why this machine does not allow it; empty if it does. */
    public Optional<String> unavailable() {
        return this == LOOPBACK ? Optional.empty() : Namespaces.unavailable();
    }
}
