package io.heartline.torture.field;

import java.util.Optional;

/** What lies between the nodes. */
public enum NetworkKind {
    /** All on 127.0.0.1, each with ports of its own. Nothing can be cut. */
    LOOPBACK,
    /** Each node in a network namespace of its own, with an address of its own. Linux, root and iproute2. */
    NAMESPACES;

    /** Why there can be none here; empty where there can. */
    public Optional<String> unavailable() {
        return this == LOOPBACK ? Optional.empty() : Namespaces.unavailable();
    }
}
