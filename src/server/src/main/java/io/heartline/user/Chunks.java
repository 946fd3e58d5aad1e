package io.heartline.user;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A sparse, immutable sequence of messages by seq. A changed sequence shares all chunks that did not change. */
final class Chunks {
    static final Chunks NONE = new Chunks(new Chunk[0]);

    private final Chunk[] all; // by rising index, none empty

    /** Wraps the array without copying it. */
    Chunks(Chunk[] all) {
        this.all = all;
    }

    int count() {
        return all.length;
    }

    Chunk[] toArray() {
        return all.clone();
    }

    @Nullable
    Message get(long seq) {
        int at = search(all, Chunk.indexOf(seq));
        return at < 0 ? null : all[at].get(seq);
    }

    /** The latest message with this id that passes the predicate. */
    @Nullable
    Message findLast(String id, Predicate<Message> passes) {
        int hash = id.hashCode();
        for (int c = all.length - 1; c >= 0; c--) {
            int slot = all[c].lastWithHash(hash, Chunk.SIZE);
            while (slot >= 0) {
                Message message = all[c].at(slot);
                if (message != null && message.id().equals(id) && passes.test(message)) {
                    return message;
                }
                slot = all[c].lastWithHash(hash, slot);
            }
        }
        return null;
    }

    /**
     * Passes the messages with {@code after < seq <= upTo} to {@code goOn} by rising seq, until it returns false.
     *
     * @return true if {@code goOn} never returned false
     */
    boolean walk(long after, long upTo, Predicate<Message> goOn) {
        int from = search(all, Chunk.indexOf(after + 1));
        for (int c = from < 0 ? -from - 1 : from; c < all.length && all[c].index <= Chunk.indexOf(upTo); c++) {
            long first = all[c].index * Chunk.SIZE;
            long last = Math.min(Chunk.SIZE - 1, upTo - first);
            for (int slot = (int) Math.max(0, after + 1 - first); slot <= last; slot++) {
                Message message = all[c].at(slot);
                if (message != null && !goOn.test(message)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Passes the messages with {@code after < seq <= upTo} to the reader by rising seq. */
    void forEach(long after, long upTo, Consumer<Message> reader) {
        walk(after, upTo, message -> {
            reader.accept(message);
            return true;
        });
    }

    /** Receives the old and the new message of one seq; null if there is none. */
    interface Pair {
        void accept(@Nullable Message was, @Nullable Message is);
    }

    /**
     * Passes the old and the new message of every seq at which {@code before} and this sequence differ, by rising seq.
     */
    void forEachChange(Chunks before, Pair reader) {
        int a = 0;
        int b = 0;
        while (a < all.length || b < before.all.length) {
            Chunk is = a < all.length ? all[a] : Chunk.END;
            Chunk was = b < before.all.length ? before.all[b] : Chunk.END;
            if (is == was) { // most are; reading the messages would only miss the CPU caches
                a++;
                b++;
            } else {
                boolean older = was.index <= is.index;
                boolean newer = is.index <= was.index;
                forEachChange(older ? was : Chunk.END, newer ? is : Chunk.END, reader);
                a += newer ? 1 : 0;
                b += older ? 1 : 0;
            }
        }
    }

    private static void forEachChange(Chunk before, Chunk now, Pair reader) {
        for (int slot = 0; slot < Chunk.SIZE; slot++) {
            Message was = before.at(slot);
            Message is = now.at(slot);
            if (was != is) {
                reader.accept(was, is);
            }
        }
    }

    /**
     * The array index of the chunk with this index, or {@code -place - 1} if it is absent and belongs at {@code place}.
     */
    static int search(Chunk[] chunks, long index) {
        int low = 0;
        int high = chunks.length - 1;
        for (int middle = high; low <= high; middle = (low + high) >>> 1) { // most searches are for the last chunk
            long found = chunks[middle].index;
            if (found == index) {
                return middle;
            }
            if (found < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }
}
