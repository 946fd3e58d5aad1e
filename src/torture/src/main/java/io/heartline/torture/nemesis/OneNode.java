package io.heartline.torture.nemesis;

import java.util.List;

/** A fault that one node suffers. */
non-sealed interface OneNode extends Fault {
    String node();

    @Override
    default List<String> nodes() {
        return List.of(node());
    }
}
