package io.heartline.session;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.FrameCodec;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Message;
import io.heartline.user.Page;
import io.heartline.user.Position;
import io.heartline.user.Pull;
import io.heartline.user.PullOutcome;
import io.heartline.user.PullOutcome.Pulled;
import io.heartline.user.ReadLimit;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What flows between one device and its user's mailbox: messages down, acknowledgements up. Does what the
 * {@link SendWindow} decides. At most one pull and one acknowledgement are out at a time. Owned by its gateway's event
 * loop.
 */
final class Feed {
    /** Why it cannot go on by itself. */
    enum Trouble {
        /** The entry does not hold the session in this epoch. */
        NOT_ATTACHED,
        /** The store did not answer, repeatedly. */
        UNAVAILABLE
    }

    private final Link link;
    private final SendWindow window;
    private final Patience patience;
    private final Consumer<Trouble> onTrouble;

    private final AckLine acks;

    private String epoch = "";
    private boolean closed;

    private int pulls;

    /** The last time at which nothing can have been missed: a page was taken, or hints came in order. */
    private long quietSince;

    private long openedAt;
    private long sampleSeq;
    private long sampleAt;

    Feed(Link link, SendWindow window, Patience patience, Consumer<Trouble> onTrouble) {
        this.link = link;
        this.window = window;
        this.patience = patience;
        this.onTrouble = onTrouble;
        this.acks = new AckLine(link, this::trouble);
    }

    Position position() {
        return new Position(epoch, window.acked());
    }

    /** How much may be written. */
    ReadLimit room() {
        return link.transport().isFull() ? ReadLimit.NONE : window.room();
    }

    boolean isOwed() {
        return window.isOwed();
    }

    /** When to {@link #audit} if it stays quiet. */
    long auditDue() {
        return quietSince + link.gateway().config().auditEvery().toMillis();
    }

    /** The device stands where the entry says; what is owed to it follows. */
    void open(Attached outcome) {
        epoch = outcome.position().epoch();
        openedAt = link.gateway().now();
        acks.open(outcome.device(), outcome.position());
        window.attached(outcome.position().seq(), outcome.page().head());
        take(outcome.page());
        pull("backlog");
    }

    /** The entry holds the session again, in the same epoch. */
    void reopen(Attached outcome) {
        window.attachedAgain(outcome.page().head());
        quietSince = link.gateway().now();
        acks.release();
        pull("attached");
    }

    /** The user's mailbox has a message there. */
    void onHint(Position position, @Nullable Encoded encoded) {
        boolean next = window.hinted(position.seq());
        if (window.isAttaching()) {
            return;
        }
        if (!position.epoch().equals(epoch)) {
            trouble(Trouble.NOT_ATTACHED);
        } else if (next && encoded != null && fits(encoded)) {
            quietSince = link.gateway().now();
            write(position.seq(), encoded);
        } else {
            pull("gap");
        }
    }

    /** What the client acknowledged; the caller closes on a violation. */
    SendWindow.Verdict onAck(long seq) {
        SendWindow.Verdict verdict = window.acknowledged(seq);
        if (verdict == SendWindow.Verdict.MOVED) {
            long now = link.gateway().now();
            patience.moved(now);
            measure(seq, now);
            acks.add(position());
            pull("room");
        }
        return verdict;
    }

    /** There is room on the socket again. */
    void onDrained() {
        pull("drained");
    }

    /** Makes sure that the entry holds the session and that no hint was lost. */
    void audit() {
        if (!closed && !window.isAttaching() && !window.isPulling()) {
            submitPull("audit", room());
        }
    }

    /** Nothing is written any more; what was acknowledged still goes to the entry. */
    void close() {
        closed = true;
        acks.close();
    }

    private void pull(String reason) {
        ReadLimit room = window.toPull();
        if (room.messages() > 0 && !closed && !link.transport().isFull()) {
            submitPull(reason, room);
        }
    }

    private void submitPull(String reason, ReadLimit room) {
        Gateway gateway = link.gateway();
        gateway.meters().pulled(reason);
        window.pulling();
        int nth = ++pulls;
        long after = window.sent();
        gateway.retries()
                .run(
                        () -> gateway.store()
                                .submit(link.user(), new Pull(link.session(), epoch, after, room, gateway.now())),
                        () -> !closed)
                .onComplete(answer -> onPulled(nth, answer));
    }

    private void onPulled(int nth, AsyncResult<PullOutcome> answer) {
        if (closed || nth != pulls || !window.isPulling()) {
            return; // an acknowledgement was faster to learn that the place is lost
        }
        if (answer.failed()) {
            trouble(Trouble.UNAVAILABLE);
        } else if (answer.result() instanceof Pulled pulled) {
            take(pulled.page());
            pull("behind");
        } else {
            trouble(Trouble.NOT_ATTACHED);
        }
    }

    private void take(Page page) {
        long upTo = page.upTo();
        for (Message message : page.messages()) {
            if (message.seq() > window.sent()) {
                Encoded encoded = encoded(message);
                if (!window.fits(encoded.frame().length())) {
                    upTo = window.sent(); // the rest is pulled again when there is room for it
                    break;
                }
                write(message.seq(), encoded);
            }
        }
        window.pulled(upTo, page.head());
        quietSince = link.gateway().now();
    }

    private Encoded encoded(Message message) {
        Buffer frame = FrameCodec.message(
                epoch,
                message.seq(),
                message.id(),
                message.at(),
                message.content().bytes());
        return new Encoded(message.at(), frame);
    }

    private boolean fits(Encoded encoded) {
        return !link.transport().isFull() && window.fits(encoded.frame().length());
    }

    private void write(long seq, Encoded encoded) {
        window.written(seq, encoded.frame().length());
        link.dialect().message(seq, encoded.frame());
        long now = link.gateway().now();
        patience.moved(now);
        // What waited for the session to come says nothing of how fast the way is.
        if (sampleSeq == 0 && encoded.at() >= openedAt) {
            sampleSeq = seq;
            sampleAt = now;
            link.gateway().meters().sent(now - encoded.at());
        }
    }

    /** One message at a time is timed; timing each would cost more than it tells. */
    private void measure(long acked, long now) {
        if (sampleSeq > 0 && acked >= sampleSeq) {
            link.gateway().meters().acked(now - sampleAt);
            sampleSeq = 0;
        }
    }

    private void trouble(Trouble trouble) {
        if (closed || (trouble == Trouble.NOT_ATTACHED && window.isAttaching())) {
            return;
        }
        if (trouble == Trouble.NOT_ATTACHED) {
            window.lost();
            acks.hold();
        }
        onTrouble.accept(trouble);
    }
}
