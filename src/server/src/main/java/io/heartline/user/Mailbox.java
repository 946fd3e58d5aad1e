package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages accepted for a user. Owed messages keep their bodies. Messages that are only remembered for the
 * idempotency window have none. Immutable; a changed mailbox shares all chunks that did not change.
 *
 * <pre>
 *   1 ......... pruned ......... acked ......... head
 *   (gone)      | owed to a slow device | owed to all |
 * </pre>
 */
public final class Mailbox {
    /** The time for which a push can be repeated under the same id, in milliseconds. */
    public static final long WINDOW_MILLIS = 300_000;
    /** The number of later pushes that end the idempotency window early. */
    public static final int WINDOW_PUSHES = 1_000;

    /** In a mailbox with few messages, what is outside the window is dropped after this number of pushes. */
    private static final int COMPACTED_AFTER = 8;
    /** In a mailbox with at least so many messages, it is dropped when a chunk is full: each time reads all messages. */
    private static final int MANY = 256;

    static final Mailbox EMPTY = new Mailbox(Chunks.NONE, 0, 0, 0, Totals.NOTHING);

    private final Chunks chunks;
    private final long head;
    private final long acked;
    private final long pruned;
    private final Totals totals;

    Mailbox(Chunks chunks, long head, long acked, long pruned, Totals totals) {
        this.chunks = chunks;
        this.head = head;
        this.acked = acked;
        this.pruned = pruned;
        this.totals = totals;
    }

    /** A mailbox with these messages, as read from its stored form. */
    public static Mailbox of(long head, long acked, long pruned, List<Message> messages) {
        MailboxEditor editor = new MailboxEditor(new Mailbox(Chunks.NONE, head, acked, pruned, Totals.NOTHING));
        messages.forEach(editor::put);
        return editor.build();
    }

    /** The last seq that was given out. */
    public long head() {
        return head;
    }

    /** The highest seq that any device has acknowledged. */
    public long acked() {
        return acked;
    }

    /** The highest seq removed because all devices that were owed it had acknowledged it. Nothing is owed up to it. */
    public long pruned() {
        return pruned;
    }

    /** The number of messages, owed and remembered. */
    public int size() {
        return totals.size();
    }

    /** The number of owed messages. */
    public int owed() {
        return totals.owed();
    }

    /** The size of all owed bodies in bytes. */
    public long bytes() {
        return totals.bytes();
    }

    /** The number of owed messages with a watch. */
    int watched() {
        return totals.watched();
    }

    /** The number of expired messages with an unpublished receipt. */
    public int receiptsOwed() {
        return totals.receiptsOwed();
    }

    /** A lower bound of the next expiry; {@link Long#MAX_VALUE} if no message will expire. */
    public long nextExpiry() {
        return totals.nextExpiry();
    }

    Chunks chunks() {
        return chunks;
    }

    long owedWeight() {
        return totals.owedWeight();
    }

    long rememberedWeight() {
        return totals.rememberedWeight();
    }

    /** The estimated heap of all messages, owed and remembered, in bytes. */
    long weight() {
        return owedWeight() + rememberedWeight() + chunks.count() * HeapWeight.CHUNK;
    }

    /**
     * The time at which the idempotency window of the last push ends and no message is remembered any more.
     * {@link Long#MAX_VALUE} if none is remembered now.
     */
    long windowEnd(long lastChange) {
        if (size() == owed()) {
            return Long.MAX_VALUE;
        }
        Message last = get(head);
        return (last == null ? lastChange : last.at()) + WINDOW_MILLIS;
    }

    boolean hasRoomFor(Body body, MailboxLimits limits) {
        return owed() < limits.messages() && bytes() + body.length() <= limits.bytes();
    }

    /** The message at this seq, owed or remembered. */
    @Nullable
    Message get(long seq) {
        return chunks.get(seq);
    }

    /** The message with this id: owed, or within the idempotency window at {@code now}. */
    @Nullable
    Message find(String id, long now) {
        return chunks.findLast(id, message -> message.owed() || isRecent(message, now));
    }

    boolean isRecent(Message message, long now) {
        return message.seq() > head - WINDOW_PUSHES && now - message.at() < WINDOW_MILLIS;
    }

    /** True if a device has acknowledged this message of this mailbox. */
    boolean hasAcked(Message message) {
        return message.owed() ? message.seq() <= acked : !message.expired();
    }

    /** All messages, owed and remembered, by rising seq. */
    public void forEach(Consumer<Message> reader) {
        chunks.forEach(0, head, reader);
    }

    /** The owed messages after {@code seq} that fit into {@code limit}. */
    Page page(long seq, ReadLimit limit) {
        List<Message> messages = new ArrayList<>();
        long[] bytes = new long[1];
        boolean complete = chunks.walk(seq, head, message -> {
            if (!message.owed()) {
                return true;
            }
            bytes[0] += message.content().length();
            boolean fits = messages.isEmpty() || bytes[0] <= limit.bytes();
            return messages.size() < limit.messages() && fits && messages.add(message);
        });
        long last = messages.isEmpty() ? seq : messages.get(messages.size() - 1).seq();
        return new Page(messages, complete ? Math.max(seq, head) : last, head);
    }

    /** The number of owed messages after {@code seq}. */
    int owedAfter(long seq) {
        if (seq <= pruned) {
            return owed();
        }
        int[] count = new int[1];
        chunks.forEach(seq, head, message -> count[0] += message.owed() ? 1 : 0);
        return count[0];
    }

    /** The owed messages with {@code after < seq <= upTo} that have a watch. */
    List<Message> watched(long after, long upTo) {
        if (watched() == 0 || upTo <= after) {
            return List.of();
        }
        List<Message> watched = new ArrayList<>();
        chunks.forEach(after, upTo, message -> {
            if (message.owed() && message.watch() != null) {
                watched.add(message);
            }
        });
        return watched;
    }

    /**
     * The mailbox with the next message, whose seq is {@code head + 1}. At some seqs, messages outside the idempotency
     * window are dropped too.
     */
    Mailbox append(Message message) {
        return new MailboxEditor(compactedBy(message.seq(), message.at()))
                .head(message.seq())
                .put(message)
                .build();
    }

    /**
     * The mailbox before its head becomes {@code newHead}: at some seqs, without messages outside the idempotency window. An
     * owner and its replicas decide this alike.
     */
    Mailbox compactedBy(long newHead, long now) {
        int step = size() < MANY ? COMPACTED_AFTER : Chunk.SIZE;
        return newHead / step > head / step ? compacted(now) : this;
    }

    /** The mailbox with a new version of a message that it holds. */
    Mailbox replace(Message message) {
        return new MailboxEditor(this).put(message).build();
    }

    Mailbox acknowledged(long seq) {
        return seq <= acked ? this : new Mailbox(chunks, head, seq, pruned, totals);
    }

    /** The mailbox with its head and marks raised to at least these values, as a replica applies a change. */
    Mailbox atLeast(long newHead, long newAcked, long newPruned) {
        return new Mailbox(
                chunks, Math.max(head, newHead), Math.max(acked, newAcked), Math.max(pruned, newPruned), totals);
    }

    /** The mailbox without the bodies up to {@code floor}, which all devices that were owed them have acknowledged. */
    Mailbox prunedTo(long floor) {
        return floor <= pruned || owed() == 0
                ? this
                : new MailboxEditor(this).prune(floor).build();
    }

    /** The mailbox without the bodies whose time to live has ended at {@code now}. */
    Mailbox expired(long now) {
        return now < nextExpiry() ? this : new MailboxEditor(this).expire(now).build();
    }

    /** The mailbox without any body, after an operator cleared it. */
    Mailbox cleared() {
        return new MailboxEditor(this).clear().build();
    }

    /** The expired messages whose receipt has not been published. */
    List<Message> expiredUnpublished() {
        List<Message> owing = new ArrayList<>();
        if (receiptsOwed() > 0) {
            forEach(message -> {
                if (message.owesReceipt()) {
                    owing.add(message);
                }
            });
        }
        return owing;
    }

    /** The mailbox with the receipts of all expired messages marked as published. */
    Mailbox published() {
        MailboxEditor editor = new MailboxEditor(this);
        expiredUnpublished().forEach(message -> editor.put(message.watchedBy(null)));
        return editor.build();
    }

    /** The mailbox without messages outside the idempotency window; the same object if it holds none. */
    Mailbox compacted(long now) {
        return size() == owed() ? this : new MailboxEditor(this).compact(now).build();
    }

    /** The same messages renumbered from 1 for a new epoch. */
    Mailbox renumbered() {
        List<Message> all = new ArrayList<>(size());
        forEach(all::add);
        return renumbered(all);
    }

    /**
     * A mailbox of these messages, owed and remembered, renumbered from 1 in this order. None of the new seqs is
     * acknowledged.
     */
    static Mailbox renumbered(List<Message> all) {
        List<Message> numbered = new ArrayList<>(all.size());
        all.forEach(message -> numbered.add(message.numbered(numbered.size() + 1)));
        return of(numbered.size(), 0, 0, numbered);
    }
}
