package io.heartline.torture.check;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of an epoch of a user: the observed positions of messages. Owned by {@link RunModel}. */
final class EpochState {
    private static final int CHUNK = 64;

    final String name;
    final long firstSeenAt;
    long lastSeenAt;
    /** The highest observed seq. */
    long head;

    private final Map<Long, @Nullable MessageState[]> chunks = new HashMap<>();

    EpochState(String name, long at) {
        this.name = name;
        this.firstSeenAt = at;
        this.lastSeenAt = at;
    }

    @Nullable
    MessageState at(long seq) {
        @Nullable MessageState[] chunk = chunks.get(Math.floorDiv(seq, CHUNK));
        return chunk == null ? null : chunk[Math.floorMod(seq, CHUNK)];
    }

    /** Stores the position of a message; the first one at a seq stays. */
    void place(MessageState message, long seq) {
        @Nullable
        MessageState[] chunk = chunks.computeIfAbsent(Math.floorDiv(seq, (long) CHUNK), key -> new MessageState[CHUNK]);
        int index = Math.floorMod(seq, CHUNK);
        if (chunk[index] == null) {
            chunk[index] = message;
        }
        head = Math.max(head, seq);
    }

    @Override
    public String toString() {
        return name;
    }
}
