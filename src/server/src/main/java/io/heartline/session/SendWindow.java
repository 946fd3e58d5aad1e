package io.heartline.session;

import io.heartline.user.ReadLimit;
import java.util.ArrayDeque;

/**
 * How far one session has come with its user's mailbox: {@code acked <= sent <= wanted}. Decides what may be written and
 * what is to be pulled; does neither. Owned by its gateway's event loop.
 *
 * <pre>
 *   1 ....... acked ....... sent ....... wanted
 *             | written,    | known to   |
 *             | unacked     | be there   |
 * </pre>
 *
 * A hint may be lost, late or doubled, so it only raises {@code wanted}; its frame is written at once only where it is the
 * next one. Room is what is written and unacknowledged, counted: a difference of seqs would count the holes that expired
 * messages leave. Nothing is written twice, because {@code sent} never goes back.
 */
class SendWindow {
    /** What an acknowledgement comes to. */
    enum Verdict {
        /** The cursor moved. */
        MOVED,
        /** It said nothing new. */
        IGNORED,
        /** It is above all that was written on this connection. */
        VIOLATION
    }

    /** No more is pulled at once, so that a socket which turns out to be full leaves no more than that in memory. */
    static final long PAGE_BYTES = 64 << 10;

    private record Written(long seq, int bytes) {}

    private final int most;
    private final long mostBytes;
    private final ArrayDeque<Written> unacked = new ArrayDeque<>(2);
    private long unackedBytes;

    private long acked;
    private long sent;
    private long wanted;
    /** The highest hint since the last question to the entry left: its answer need not know of it. */
    private long hinted;

    private long lastWritten;
    private boolean attaching = true;
    private boolean pulling;
    /** The next message was too large for what is left: only an acknowledgement makes room for it. */
    private boolean crowded;

    SendWindow(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Up to where everything is finished on the device. */
    long acked() {
        return acked;
    }

    /** Up to where everything is written, or needs not be. */
    long sent() {
        return sent;
    }

    /** Up to where something is known to wait. */
    long wanted() {
        return wanted;
    }

    /** Whether an acknowledgement is owed. */
    boolean isOwed() {
        return !unacked.isEmpty();
    }

    boolean isAttaching() {
        return attaching;
    }

    boolean isPulling() {
        return pulling;
    }

    /** The entry holds the session, for the first time: the device stands at {@code position}. */
    void attached(long position, long head) {
        acked = position;
        sent = position;
        lastWritten = position;
        attachedAgain(head);
    }

    /** The entry turned out not to hold the session: it has to attach again. What is written stays written. */
    void lost() {
        attaching = true;
        pulling = false;
        hinted = 0;
    }

    /** The entry holds the session again, and its mailbox reaches to {@code head}. */
    void attachedAgain(long head) {
        attaching = false;
        wanted = Math.max(sent, Math.max(head, hinted));
    }

    /** There is a message at {@code seq}; says whether it is the next one, to be written if it fits. */
    boolean hinted(long seq) {
        hinted = Math.max(hinted, seq);
        wanted = Math.max(wanted, seq);
        return seq == sent + 1 && !attaching && !pulling;
    }

    /** Whether a frame of so many bytes may be written now; where not, nothing is pulled before an acknowledgement. */
    boolean fits(int bytes) {
        boolean fits = unacked.isEmpty() || (unacked.size() < most && unackedBytes + bytes <= mostBytes);
        crowded = !fits;
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

    /** What to pull now: nothing while a question is out, all is written, or there is no room. */
    ReadLimit toPull() {
        return attaching || pulling || wanted <= sent ? ReadLimit.NONE : room();
    }

    /** How much may be written now. */
    ReadLimit room() {
        int left = crowded ? 0 : most - unacked.size();
        return left <= 0 ? ReadLimit.NONE : new ReadLimit(left, Math.min(PAGE_BYTES, mostBytes - unackedBytes));
    }

    /** A pull is out. */
    void pulling() {
        pulling = true;
        hinted = 0;
    }

    /** Its answer was written: it was complete up to {@code upTo}, in a mailbox that reaches to {@code head}. */
    void pulled(long upTo, long head) {
        pulling = false;
        sent = Math.max(sent, upTo);
        // What was hinted before the question left must be in the answer: a wish beyond it was a mistake.
        wanted = Math.max(sent, Math.max(head, hinted));
        follow();
    }

    /** Everything up to {@code seq} is finished on the device. */
    Verdict acknowledged(long seq) {
        if (seq > lastWritten) {
            return Verdict.VIOLATION;
        }
        if (seq <= acked) {
            return Verdict.IGNORED;
        }
        while (!unacked.isEmpty() && unacked.element().seq() <= seq) {
            unackedBytes -= unacked.remove().bytes();
            crowded = false;
        }
        acked = seq;
        follow();
        return Verdict.MOVED;
    }

    /** With nothing outstanding the cursor follows: what lies between has expired. */
    void follow() {
        if (unacked.isEmpty()) {
            acked = sent;
        }
    }
}
