package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * A block of {@value #SIZE} consecutive seqs, aligned so that a seq determines its chunk. The hashes of the ids are
 * adjacent, so that a lookup by id scans plain ints. Only the {@link MailboxEditor} that made a chunk writes to it.
 */
final class Chunk {
    static final int SIZE = 32;
    /** An empty chunk that sorts after all others. */
    static final Chunk END = new Chunk(Long.MAX_VALUE);

    final long index;
    private final int[] hashes;
    private final @Nullable Message[] slots;
    private int used;

    Chunk(long index) {
        this(index, new int[SIZE], new Message[SIZE], 0);
    }

    private Chunk(long index, int[] hashes, @Nullable Message[] slots, int used) {
        this.index = index;
        this.hashes = hashes;
        this.slots = slots;
        this.used = used;
    }

    static long indexOf(long seq) {
        return seq / SIZE;
    }

    Chunk copy() {
        return new Chunk(index, hashes.clone(), slots.clone(), used);
    }

    boolean isEmpty() {
        return used == 0;
    }

    /** The message in this slot, by rising seq. */
    @Nullable
    Message at(int slot) {
        return slots[slot];
    }

    @Nullable
    Message get(long seq) {
        return slots[slotOf(seq)];
    }

    /** The slot below {@code before} of the latest message whose id has this hash; -1 if none has. */
    int lastWithHash(int hash, int before) {
        for (int slot = before - 1; slot >= 0; slot--) {
            if (hashes[slot] == hash && slots[slot] != null) {
                return slot;
            }
        }
        return -1;
    }

    void set(long seq, @Nullable Message message) {
        int slot = slotOf(seq);
        used += (message == null ? 0 : 1) - (slots[slot] == null ? 0 : 1);
        slots[slot] = message;
        hashes[slot] = message == null ? 0 : message.id().hashCode();
    }

    private static int slotOf(long seq) {
        return (int) (seq % SIZE);
    }
}
