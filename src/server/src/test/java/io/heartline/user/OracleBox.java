package io.heartline.user;

import org.jspecify.annotations.Nullable;

/** A device as the {@link Oracle} sees it. */
final class OracleBox {
    final String name;
    long cursor;
    long keep;
    long lastSeen;

    @Nullable
    LiveSession live;

    boolean uninformed;

    OracleBox(String name, long cursor) {
        this.name = name;
        this.cursor = cursor;
    }

    boolean holds(String session) {
        return live != null && live.id().equals(session);
    }
}
