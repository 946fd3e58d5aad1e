package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * A run of {@value #SIZE} seqs, aligned so that a seq names its chunk. Hashes of the ids lie side by side, so that looking
 * an id up walks plain ints. Written only by the {@link MailboxEditor} that made it.
 */
final class Chunk {
    static final int SIZE = 32;
    /** Behind all others, and empty. */
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

    /** The slot below {@code before} of the latest message whose id has this hash; -1 where there is none. */
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
