package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * A run of {@value #SIZE} seqs of a {@link Mailbox}, aligned so that a seq names its chunk. Hashes of the ids lie side by
 * side, so that looking an id up walks plain ints. Written only by the {@link MailboxEditor} that made it.
 */
final class Chunk {
    static final int SIZE = 32;

    final long index;
    final int[] hashes;
    final @Nullable Message[] slots;
    int used;

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

    static int slotOf(long seq) {
        return (int) (seq % SIZE);
    }

    Chunk copy() {
        return new Chunk(index, hashes.clone(), slots.clone(), used);
    }

    @Nullable
    Message get(long seq) {
        return slots[slotOf(seq)];
    }

    void set(long seq, @Nullable Message message) {
        int slot = slotOf(seq);
        used += (message == null ? 0 : 1) - (slots[slot] == null ? 0 : 1);
        slots[slot] = message;
        hashes[slot] = message == null ? 0 : message.id().hashCode();
    }
}
