package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages accepted for a user: those still owed, with their bodies, and those that the idempotency window still
 * remembers, without. Immutable; the next mailbox shares all chunks that did not change.
 *
 * <pre>
 *   1 ......... pruned ......... acked ......... head
 *   (gone)      | owed to a slow device | owed to all |
 * </pre>
 */
public final class Mailbox {
    /** How long a push can be repeated under the same id. */
    public static final long WINDOW_MILLIS = 300_000;
    /** How many later pushes end that window early. */
    public static final int WINDOW_PUSHES = 1_000;

    static final Mailbox EMPTY = new Mailbox(List.of(), 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE);

    final List<Chunk> chunks; // by rising index, none empty
    private final long head;
    private final long acked;
    private final long pruned;
    private final int size;
    private final int owed;
    private final long bytes;
    private final int receiptsOwed;
    private final long nextExpiry;

    Mailbox(
            List<Chunk> chunks,
            long head,
            long acked,
            long pruned,
            int size,
            int owed,
            long bytes,
            int receiptsOwed,
            long nextExpiry) {
        this.chunks = chunks;
        this.head = head;
        this.acked = acked;
        this.pruned = pruned;
        this.size = size;
        this.owed = owed;
        this.bytes = bytes;
        this.receiptsOwed = receiptsOwed;
        this.nextExpiry = nextExpiry;
    }

    /** A mailbox as it was written down: what a store reads back. */
    public static Mailbox of(long head, long acked, long pruned, List<Message> messages) {
        MailboxEditor editor = new MailboxEditor(EMPTY);
        editor.head = head;
        editor.acked = acked;
        editor.pruned = pruned;
        messages.forEach(editor::put);
        return editor.build();
    }

    /** The last seq given. */
    public long head() {
        return head;
    }

    /** The highest seq that any device has acknowledged. */
    public long acked() {
        return acked;
    }

    /** The seq up to which messages were removed because all who were owed them had acknowledged. */
    public long pruned() {
        return pruned;
    }

    /** How many messages it holds, owed and remembered. */
    public int size() {
        return size;
    }

    /** How many messages are owed. */
    public int owed() {
        return owed;
    }

    /** How many bytes of bodies are owed. */
    public long bytes() {
        return bytes;
    }

    /** How many expired messages wait for their receipt to be published. */
    public int receiptsOwed() {
        return receiptsOwed;
    }

    /** No time to live ends before this; {@link Long#MAX_VALUE} where none will. */
    public long nextExpiry() {
        return nextExpiry;
    }

    boolean hasRoomFor(Body body, MailboxLimits limits) {
        return owed < limits.messages() && bytes + body.length() <= limits.bytes();
    }

    /** The message at this seq, owed or remembered. */
    @Nullable
    Message get(long seq) {
        int at = search(chunks, Chunk.indexOf(seq));
        return at < 0 ? null : chunks.get(at).get(seq);
    }

    /** The message with this id: owed, or within the idempotency window at {@code now}. */
    @Nullable
    Message find(String id, long now) {
        int hash = id.hashCode();
        for (int c = chunks.size() - 1; c >= 0; c--) {
            Chunk chunk = chunks.get(c);
            for (int slot = Chunk.SIZE - 1; slot >= 0; slot--) {
                if (chunk.hashes[slot] == hash) {
                    Message message = chunk.slots[slot];
                    if (message != null && message.id().equals(id) && remembers(message, now)) {
                        return message;
                    }
                }
            }
        }
        return null;
    }

    private boolean remembers(Message message, long now) {
        return message.owed()
                || message.owesReceipt()
                || (message.seq() > head - WINDOW_PUSHES && now - message.at() < WINDOW_MILLIS);
    }

    /** All messages, owed and remembered, by rising seq. */
    public void forEach(Consumer<Message> reader) {
        forEachAfter(0, reader);
    }

    private void forEachAfter(long seq, Consumer<Message> reader) {
        for (int c = from(seq + 1); c < chunks.size(); c++) {
            for (Message message : chunks.get(c).slots) {
                if (message != null && message.seq() > seq) {
                    reader.accept(message);
                }
            }
        }
    }

    /** The owed messages after {@code seq} that fit into {@code room}. */
    Page page(long seq, Room room) {
        List<Message> messages = new ArrayList<>();
        long size = 0;
        for (int c = from(seq + 1); c < chunks.size(); c++) {
            for (Message message : chunks.get(c).slots) {
                if (message == null || message.seq() <= seq || !message.owed()) {
                    continue;
                }
                size += message.content().length();
                if (messages.size() == room.messages() || (!messages.isEmpty() && size > room.bytes())) {
                    return new Page(
                            messages,
                            messages.isEmpty()
                                    ? seq
                                    : messages.get(messages.size() - 1).seq(),
                            head);
                }
                messages.add(message);
            }
        }
        return new Page(messages, Math.max(seq, head), head);
    }

    /** How many messages after {@code seq} are owed. */
    int owedAfter(long seq) {
        int[] count = new int[1];
        forEachAfter(seq, message -> count[0] += message.owed() ? 1 : 0);
        return count[0];
    }

    /** The owed messages with {@code after < seq <= upTo} whose fate somebody watches. */
    List<Message> watched(long after, long upTo) {
        List<Message> watched = new ArrayList<>();
        forEachAfter(after, message -> {
            if (message.seq() <= upTo && message.owed() && message.watch() != null) {
                watched.add(message);
            }
        });
        return watched;
    }

    /** With the next message, whose seq is {@code head + 1}; forgets what the window has left behind, now and then. */
    Mailbox append(Message message) {
        Mailbox base = message.seq() % Chunk.SIZE == 0 ? compacted(message.at()) : this;
        MailboxEditor editor = new MailboxEditor(base);
        editor.head = message.seq();
        return editor.put(message).build();
    }

    /** With another version of a message that it holds. */
    Mailbox replace(Message message) {
        return new MailboxEditor(this).put(message).build();
    }

    Mailbox acknowledged(long seq) {
        if (seq <= acked) {
            return this;
        }
        MailboxEditor editor = new MailboxEditor(this);
        editor.acked = seq;
        return editor.build();
    }

    /** Without the bodies up to {@code floor}: all who were owed them have acknowledged. */
    Mailbox prunedTo(long floor) {
        if (floor <= pruned) {
            return this;
        }
        MailboxEditor editor = new MailboxEditor(this);
        editor.pruned = floor;
        forEachAfter(pruned, message -> {
            if (message.seq() <= floor && message.owed()) {
                editor.put(message.finished());
            }
        });
        return editor.build();
    }

    /** Without the bodies whose time to live has ended at {@code now}. */
    Mailbox expired(long now) {
        if (now < nextExpiry) {
            return this;
        }
        MailboxEditor editor = new MailboxEditor(this);
        long[] next = {Long.MAX_VALUE};
        forEachAfter(pruned, message -> {
            if (!message.owed()) {
                return;
            }
            if (message.expiresAt() <= now) {
                editor.put(message.ended(message.seq() <= acked));
            } else {
                next[0] = Math.min(next[0], message.expiresAt());
            }
        });
        return editor.nextExpiry(next[0]).build();
    }

    /** Without any body: an operator forgot all that is owed. */
    Mailbox cleared() {
        MailboxEditor editor = new MailboxEditor(this);
        forEachAfter(pruned, message -> {
            if (message.owed()) {
                editor.put(message.ended(message.seq() <= acked));
            }
        });
        return editor.nextExpiry(Long.MAX_VALUE).build();
    }

    /** The expired messages whose receipt has not been published. */
    List<Message> expiredUnpublished() {
        List<Message> owing = new ArrayList<>();
        if (receiptsOwed > 0) {
            forEach(message -> {
                if (message.owesReceipt()) {
                    owing.add(message);
                }
            });
        }
        return owing;
    }

    /** With the receipts of all expired messages published. */
    Mailbox published() {
        MailboxEditor editor = new MailboxEditor(this);
        expiredUnpublished().forEach(message -> editor.put(message.watchedBy(null)));
        return editor.build();
    }

    /** Without what the idempotency window has left behind. */
    Mailbox compacted(long now) {
        MailboxEditor editor = new MailboxEditor(this);
        boolean[] changed = new boolean[1];
        forEach(message -> {
            if (!remembers(message, now)) {
                editor.forget(message.seq());
                changed[0] = true;
            }
        });
        return changed[0] ? editor.build() : this;
    }

    /**
     * The same messages numbered afresh for a new epoch: first those only remembered, which count as finished, then those
     * owed, in their order.
     */
    Mailbox renumbered() {
        List<Message> all = new ArrayList<>();
        forEach(message -> all.add(message));
        return renumbered(all);
    }

    static Mailbox renumbered(List<Message> all) {
        List<Message> numbered = new ArrayList<>(all.size());
        all.stream().filter(m -> !m.owed()).forEach(m -> numbered.add(m.numbered(numbered.size() + 1)));
        long finished = numbered.size();
        all.stream().filter(Message::owed).forEach(m -> numbered.add(m.numbered(numbered.size() + 1)));
        return of(numbered.size(), finished, finished, numbered);
    }

    private int from(long seq) {
        int at = search(chunks, Chunk.indexOf(seq));
        return at < 0 ? -at - 1 : at;
    }

    /** The place of the chunk with this index, or {@code -place - 1} where it would stand. */
    static int search(List<Chunk> chunks, long index) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = chunks.get(middle).index;
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
