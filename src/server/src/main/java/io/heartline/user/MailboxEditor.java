package io.heartline.user;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Builds a changed {@link Mailbox} from another one. Copies only the chunks that it changes, and keeps the totals
 * correct. Used within one method and then discarded.
 */
final class MailboxEditor {
    private final Mailbox from;
    private Chunk[] chunks;
    private long head;
    private long pruned;
    private int size;
    private int owed;
    private long bytes;
    private int watched;
    private int receiptsOwed;
    private long owedWeight;
    private long rememberedWeight;
    private long nextExpiry;
    private @Nullable Chunk own;
    private boolean changed;

    MailboxEditor(Mailbox from) {
        this.from = from;
        chunks = from.chunks().toArray();
        head = from.head();
        pruned = from.pruned();
        size = from.size();
        owed = from.owed();
        bytes = from.bytes();
        watched = from.watched();
        receiptsOwed = from.receiptsOwed();
        owedWeight = from.owedWeight();
        rememberedWeight = from.rememberedWeight();
        nextExpiry = from.nextExpiry();
    }

    MailboxEditor head(long seq) {
        head = seq;
        changed = true;
        return this;
    }

    /** Puts a message at its seq, in place of any other message there. */
    MailboxEditor put(Message message) {
        int at = Chunks.search(chunks, Chunk.indexOf(message.seq()));
        Chunk chunk = at < 0 ? inserted(-at - 1, Chunk.indexOf(message.seq())) : owned(at);
        count(chunk.get(message.seq()), -1);
        count(message, +1);
        chunk.set(message.seq(), message);
        changed = true;
        return this;
    }

    private void forget(long seq) {
        int at = Chunks.search(chunks, Chunk.indexOf(seq));
        if (at >= 0) {
            Chunk chunk = owned(at);
            count(chunk.get(seq), -1);
            chunk.set(seq, null);
            changed = true;
            if (chunk.isEmpty()) {
                remove(at);
            }
        }
    }

    /** Finishes the owed messages up to {@code floor}. */
    MailboxEditor prune(long floor) {
        from.chunks().forEach(from.pruned(), floor, message -> {
            if (message.owed()) {
                put(message.finished());
                pruned = message.seq();
            }
        });
        return this;
    }

    /** Ends the owed messages whose time to live has ended. */
    MailboxEditor expire(long now) {
        long[] next = {Long.MAX_VALUE};
        from.chunks().forEach(from.pruned(), from.head(), message -> {
            if (message.owed() && message.expiresAt() <= now) {
                put(message.ended(from.hasAcked(message)));
            } else if (message.owed()) {
                next[0] = Math.min(next[0], message.expiresAt());
            }
        });
        changed |= nextExpiry != next[0];
        nextExpiry = next[0];
        return this;
    }

    /** Ends all owed messages. */
    MailboxEditor clear() {
        from.chunks().forEach(from.pruned(), from.head(), message -> {
            if (message.owed()) {
                put(message.ended(from.hasAcked(message)));
            }
        });
        return this;
    }

    /** Removes the messages outside the idempotency window that are neither owed nor owe a receipt. */
    MailboxEditor compact(long now) {
        from.forEach(message -> {
            if (!message.owed() && !message.owesReceipt() && !from.isRecent(message, now)) {
                forget(message.seq());
            }
        });
        return this;
    }

    /** Returns the edited mailbox; the original object if nothing changed. */
    Mailbox build() {
        if (!changed) {
            return from;
        }
        long next = owed == 0 ? Long.MAX_VALUE : nextExpiry;
        Totals totals = new Totals(size, owed, bytes, watched, receiptsOwed, owedWeight, rememberedWeight, next);
        return new Mailbox(new Chunks(chunks), head, from.acked(), pruned, totals);
    }

    private Chunk inserted(int at, long index) {
        Chunk chunk = new Chunk(index);
        Chunk[] more = Arrays.copyOf(chunks, chunks.length + 1);
        System.arraycopy(chunks, at, more, at + 1, chunks.length - at);
        more[at] = chunk;
        chunks = more;
        own = chunk;
        return chunk;
    }

    private Chunk owned(int at) {
        Chunk chunk = chunks[at];
        if (chunk != own) {
            chunk = chunk.copy();
            chunks[at] = chunk;
            own = chunk;
        }
        return chunk;
    }

    private void remove(int at) {
        Chunk[] fewer = Arrays.copyOf(chunks, chunks.length - 1);
        System.arraycopy(chunks, at + 1, fewer, at, fewer.length - at);
        chunks = fewer;
        own = null;
    }

    private void count(@Nullable Message message, int sign) {
        if (message == null) {
            return;
        }
        size += sign;
        receiptsOwed += message.owesReceipt() ? sign : 0;
        long weight = sign * HeapWeight.of(message);
        if (message.body() == null) {
            rememberedWeight += weight;
        } else {
            owed += sign;
            owedWeight += weight;
            bytes += (long) sign * message.body().length();
            watched += message.watch() != null ? sign : 0;
            nextExpiry = sign > 0 ? Math.min(nextExpiry, message.expiresAt()) : nextExpiry;
        }
    }
}
