package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next {@link Mailbox} from one, copying only the chunks it changes and keeping the totals true. Used within one
 * method and thrown away.
 */
final class MailboxEditor {
    private final List<Chunk> chunks;
    private int size;
    private int owed;
    private long bytes;
    private int receiptsOwed;
    private long nextExpiry;
    private @Nullable Chunk own;

    long head;
    long acked;
    long pruned;

    MailboxEditor(Mailbox from) {
        chunks = new ArrayList<>(from.chunks);
        head = from.head();
        acked = from.acked();
        pruned = from.pruned();
        size = from.size();
        owed = from.owed();
        bytes = from.bytes();
        receiptsOwed = from.receiptsOwed();
        nextExpiry = from.nextExpiry();
    }

    /** Puts a message at its seq, in place of what was there. */
    MailboxEditor put(Message message) {
        return set(message.seq(), message);
    }

    MailboxEditor forget(long seq) {
        return set(seq, null);
    }

    /** The earliest end of any time to live, where the caller has just looked at all of them. */
    MailboxEditor nextExpiry(long time) {
        nextExpiry = time;
        return this;
    }

    Mailbox build() {
        return new Mailbox(List.copyOf(chunks), head, acked, pruned, size, owed, bytes, receiptsOwed, nextExpiry);
    }

    private MailboxEditor set(long seq, @Nullable Message message) {
        int at = Mailbox.search(chunks, Chunk.indexOf(seq));
        if (at < 0 && message == null) {
            return this;
        }
        Chunk chunk = owned(at, Chunk.indexOf(seq));
        count(chunk.get(seq), -1);
        count(message, +1);
        chunk.set(seq, message);
        if (chunk.used == 0) {
            chunks.remove(chunk);
            own = null;
        }
        return this;
    }

    private Chunk owned(int at, long index) {
        if (own != null && own.index == index) {
            return own;
        }
        Chunk chunk = at < 0 ? new Chunk(index) : chunks.get(at).copy();
        if (at < 0) {
            chunks.add(-at - 1, chunk);
        } else {
            chunks.set(at, chunk);
        }
        own = chunk;
        return chunk;
    }

    private void count(@Nullable Message message, int sign) {
        if (message == null) {
            return;
        }
        size += sign;
        if (message.owesReceipt()) {
            receiptsOwed += sign;
        }
        if (message.body() != null) {
            owed += sign;
            bytes += (long) sign * message.body().length();
            nextExpiry = sign > 0 ? Math.min(nextExpiry, message.expiresAt()) : nextExpiry;
        }
    }
}
