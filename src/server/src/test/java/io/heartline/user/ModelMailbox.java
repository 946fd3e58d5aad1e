package io.heartline.user;

import org.jspecify.annotations.Nullable;

/** A device as the {@link ModelUser} sees it. */
final class ModelMailbox {
    final String name;
    long cursor;
    long keep;
    long lastSeen;

    @Nullable
    LiveSession live;

    boolean uninformed;

    ModelMailbox(String name, long cursor) {
        this.name = name;
        this.cursor = cursor;
    }

    boolean holds(String session) {
        return live != null && live.id().equals(session);
    }
}
