package io.heartline.torture.nemesis;

import java.util.List;

/** A fault of one node. */
non-sealed interface SingleNodeFault extends Fault {
    String node();

    @Override
    default List<String> nodes() {
        return List.of(node());
    }
}
