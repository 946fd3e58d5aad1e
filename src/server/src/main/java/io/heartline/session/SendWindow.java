package io.heartline.session;

import io.heartline.user.ReadLimit;
import java.util.ArrayDeque;

/**
 * The window of one session over its user's mailbox: {@code acked <= sent <= wanted}. Decides what to write and what to
 * pull, and does neither. Owned by its gateway's event loop.
 *
 * <pre>
 *   1 ....... acked ....... sent ....... wanted
 *             | written,    | known to   |
 *             | unacked     | be there   |
 * </pre>
 *
 * A hint may be lost, late or doubled, so it only raises {@code wanted}; its frame is written at once only if it is the
 * next one. The unacknowledged messages are counted: a difference of seqs would count the holes that expired messages
 * leave. No message is written twice, because {@code sent} never goes back.
 */
public class SendWindow {
    /** The result of an acknowledgement. */
    enum AckResult {
        /** The cursor moved. */
        MOVED,
        /** The acknowledgement was not new. */
        IGNORED,
        /** The seq is above all that was written on this connection. */
        VIOLATION
    }

    /** The largest page of one pull. It bounds what a socket that turns out to be full leaves in memory. */
    static final long PAGE_BYTES = 64 << 10;

    private record Written(long seq, int bytes) {}

    private final int most;
    private final long mostBytes;
    private final ArrayDeque<Written> unacked = new ArrayDeque<>(2);
    private long unackedBytes;

    private long acked;
    private long sent;
    private long wanted;
    /** The highest hint since the last pull was submitted: the answer need not contain it. */
    private long highestHint;

    private long lastWritten;
    private boolean attaching = true;
    private boolean pulling;
    /** The next message did not fit: only an acknowledgement makes room for it. */
    private boolean blocked;

    public SendWindow(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** The seq up to which the device has finished everything. */
    public long acked() {
        return acked;
    }

    /** The seq up to which everything is written, or need not be. */
    public long sent() {
        return sent;
    }

    /** The seq up to which messages are known to exist. */
    public long wanted() {
        return wanted;
    }

    /** Tells whether an acknowledgement is owed. */
    boolean isOwed() {
        return !unacked.isEmpty();
    }

    public boolean isAttaching() {
        return attaching;
    }

    public boolean isPulling() {
        return pulling;
    }

    /** The entry holds the session for the first time, and the device stands at {@code position}. */
    void attached(long position, long head) {
        acked = position;
        sent = position;
        lastWritten = position;
        attachedAgain(head);
    }

    /** The entry does not hold the session: it has to attach again. Written messages stay written. */
    void lost() {
        attaching = true;
        pulling = false;
        highestHint = 0;
    }

    /** The entry holds the session again, and its mailbox reaches to {@code head}. */
    void attachedAgain(long head) {
        attaching = false;
        wanted = Math.max(sent, Math.max(head, highestHint));
    }

    /** A hint arrived for the message at {@code seq}; returns true if it is the next one, to be written if it fits. */
    boolean onHint(long seq) {
        highestHint = Math.max(highestHint, seq);
        wanted = Math.max(wanted, seq);
        return seq == sent + 1 && !attaching && !pulling;
    }

    /** Tells whether a frame of this size may be written now. If not, nothing is pulled before an acknowledgement. */
    boolean fits(int bytes) {
        boolean fits = unacked.isEmpty() || (unacked.size() < most && unackedBytes + bytes <= mostBytes);
        blocked = !fits;
        return fits;
    }

    /** The frame of the message at {@code seq} was written. */
    void written(long seq, int bytes) {
        assert seq > sent : "seq " + seq + " was written before";
        unacked.add(new Written(seq, bytes));
        unackedBytes += bytes;
        sent = seq;
        lastWritten = seq;
        wanted = Math.max(wanted, seq);
    }

    /** The room to pull for: none while a pull is out, all is written, or the window is full. */
    ReadLimit toPull() {
        return attaching || pulling || wanted <= sent ? ReadLimit.NONE : room();
    }

    /** The number of messages and bytes that may be written now. */
    ReadLimit room() {
        int left = blocked ? 0 : most - unacked.size();
        return left <= 0 ? ReadLimit.NONE : new ReadLimit(left, Math.min(PAGE_BYTES, mostBytes - unackedBytes));
    }

    /** A pull was submitted. */
    void pulling() {
        pulling = true;
        highestHint = 0;
    }

    /** The answer of a pull was written, complete up to {@code upTo}; the mailbox reaches to {@code head}. */
    void pulled(long upTo, long head) {
        pulling = false;
        sent = Math.max(sent, upTo);
        // Messages that were hinted before the pull must be in its answer, so a higher seq was a mistake.
        wanted = Math.max(sent, Math.max(head, highestHint));
        follow();
    }

    /** The device has finished everything up to {@code seq}. */
    AckResult acknowledged(long seq) {
        if (seq > lastWritten) {
            return AckResult.VIOLATION;
        }
        if (seq <= acked) {
            return AckResult.IGNORED;
        }
        while (!unacked.isEmpty() && unacked.element().seq() <= seq) {
            unackedBytes -= unacked.remove().bytes();
            blocked = false;
        }
        acked = seq;
        follow();
        return AckResult.MOVED;
    }

    /** Moves the cursor to {@code sent} if no message is outstanding: the messages between have expired. */
    void follow() {
        if (unacked.isEmpty()) {
            acked = sent;
        }
    }
}
