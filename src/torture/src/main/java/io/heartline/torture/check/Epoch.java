package io.heartline.torture.check;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One numbering of a user's messages: which stood where, as far as it was seen. Owned by {@link World}. */
final class Epoch {
    private static final int CHUNK = 64;

    final String name;
    final long firstSeenAt;
    long lastSeenAt;
    /** The highest seq that a message was seen at. */
    long head;

    private final Map<Long, @Nullable Message[]> chunks = new HashMap<>();

    Epoch(String name, long at) {
        this.name = name;
        this.firstSeenAt = at;
        this.lastSeenAt = at;
    }

    @Nullable
    Message at(long seq) {
        @Nullable Message[] chunk = chunks.get(Math.floorDiv(seq, CHUNK));
        return chunk == null ? null : chunk[Math.floorMod(seq, CHUNK)];
    }

    /** The first that is seen at a seq keeps it. */
    void place(Message message, long seq) {
        @Nullable Message[] chunk = chunks.computeIfAbsent(Math.floorDiv(seq, (long) CHUNK), key -> new Message[CHUNK]);
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
