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
import io.heartline.user.Room;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What flows between one device and its user's mailbox: messages down, acknowledgements up. Does what the
 * {@connection SendWindow} decides. At most one pull and one acknowledgement are out at a time. Owned by its gateway's event
 * loop.
 */
final class Feed {
    /** Why it cannot go on by itself. */
    enum Failure {
        /** The entry does not hold the session in this epoch. */
        NOT_ATTACHED,
        /** The store did not answer, repeatedly. */
        UNAVAILABLE
    }

    private final ClientConnection connection;
    private final SendWindow window;
    private final SlowConsumerTimer slowTimer;
    private final Consumer<Failure> onFailure;

    private final AckSubmitter acks;

    private String epoch = "";
    private boolean closed;

    private int pulls;

    /** The last time at which nothing can have been missed: a page was taken, or hints came in order. */
    private long quietSince;

    private long openedAt;
    private long sampleSeq;
    private long sampleAt;

    Feed(ClientConnection connection, SendWindow window, SlowConsumerTimer slowTimer, Consumer<Failure> onFailure) {
        this.connection = connection;
        this.window = window;
        this.slowTimer = slowTimer;
        this.onFailure = onFailure;
        this.acks = new AckSubmitter(connection, this::fail);
    }

    Position position() {
        return new Position(epoch, window.acked());
    }

    /** How much may be written. */
    Room room() {
        return connection.transport().isFull() ? Room.NONE : window.room();
    }

    boolean isOwed() {
        return window.isOwed();
    }

    /** When to {@connection #audit} if it stays quiet. */
    long auditDue() {
        return quietSince + connection.context().config().auditEvery().toMillis();
    }

    /** The device stands where the entry says; what is owed to it follows. */
    void open(Attached outcome) {
        epoch = outcome.position().epoch();
        openedAt = connection.context().now();
        acks.open(outcome.device(), outcome.position());
        window.attached(outcome.position().seq(), outcome.page().head());
        take(outcome.page());
        pull("backlog");
    }

    /** The entry holds the session again, in the same epoch. */
    void reopen(Attached outcome) {
        window.attachedAgain(outcome.page().head());
        quietSince = connection.context().now();
        acks.release();
        pull("attached");
    }

    /** The user's mailbox has a message there. */
    void onHint(Position position, @Nullable Encoded encoded) {
        boolean next = window.onHint(position.seq());
        if (window.isAttaching()) {
            return;
        }
        if (!position.epoch().equals(epoch)) {
            fail(Failure.NOT_ATTACHED);
        } else if (next && encoded != null && fits(encoded)) {
            quietSince = connection.context().now();
            write(position.seq(), encoded);
        } else {
            pull("gap");
        }
    }

    /** What the client acknowledged; the caller closes on a violation. */
    SendWindow.AckResult onAck(long seq) {
        SendWindow.AckResult result = window.acknowledged(seq);
        if (result == SendWindow.AckResult.MOVED) {
            long now = connection.context().now();
            slowTimer.moved(now);
            measure(seq, now);
            acks.add(position());
            pull("room");
        }
        return result;
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
        Room room = window.toPull();
        if (room.messages() > 0 && !closed && !connection.transport().isFull()) {
            submitPull(reason, room);
        }
    }

    private void submitPull(String reason, Room room) {
        SessionContext context = connection.context();
        context.meters().pulled(reason);
        window.pulling();
        int nth = ++pulls;
        long after = window.sent();
        context.retries()
                .run(
                        () -> context.store()
                                .submit(
                                        connection.user(),
                                        new Pull(connection.session(), epoch, after, room, context.now())),
                        () -> !closed)
                .onComplete(answer -> onPulled(nth, answer));
    }

    private void onPulled(int nth, AsyncResult<PullOutcome> answer) {
        if (closed || nth != pulls || !window.isPulling()) {
            return; // an acknowledgement was faster to learn that the place is lost
        }
        if (answer.failed()) {
            fail(Failure.UNAVAILABLE);
        } else if (answer.result() instanceof Pulled pulled) {
            take(pulled.page());
            pull("behind");
        } else {
            fail(Failure.NOT_ATTACHED);
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
        quietSince = connection.context().now();
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
        return !connection.transport().isFull() && window.fits(encoded.frame().length());
    }

    private void write(long seq, Encoded encoded) {
        window.written(seq, encoded.frame().length());
        connection.dialect().message(seq, encoded.frame());
        long now = connection.context().now();
        slowTimer.moved(now);
        // What waited for the session to come says nothing of how fast the way is.
        if (sampleSeq == 0 && encoded.at() >= openedAt) {
            sampleSeq = seq;
            sampleAt = now;
            connection.context().meters().sent(now - encoded.at());
        }
    }

    /** One message at a time is timed; timing each would cost more than it tells. */
    private void measure(long acked, long now) {
        if (sampleSeq > 0 && acked >= sampleSeq) {
            connection.context().meters().acked(now - sampleAt);
            sampleSeq = 0;
        }
    }

    private void fail(Failure failure) {
        if (closed || (failure == Failure.NOT_ATTACHED && window.isAttaching())) {
            return;
        }
        if (failure == Failure.NOT_ATTACHED) {
            window.lost();
            acks.hold();
        }
        onFailure.accept(failure);
    }
}
