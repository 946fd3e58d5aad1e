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
 * Moves messages from a user's mailbox to one device, and the device's acknowledgements back. Carries out the decisions
 * of the {@link SendWindow}. At most one pull and one acknowledgement are in flight. Owned by its gateway's event loop.
 */
final class Feed {
    /** A failure that the session has to handle. */
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

    /** The last time at which no message can have been missed: a page was taken, or hints came in order. */
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

    /** The number of messages and bytes that may be written. */
    ReadLimit room() {
        return connection.transport().isFull() ? ReadLimit.NONE : window.room();
    }

    boolean isOwed() {
        return window.isOwed();
    }

    /** The time of the next {@link #audit} if no message comes before. */
    long auditDue() {
        return quietSince + connection.context().config().auditEvery().toMillis();
    }

    /** Starts at the position that the entry knows; writes the page of the attach, and pulls the rest. */
    void open(Attached outcome) {
        epoch = outcome.position().epoch();
        openedAt = connection.context().now();
        acks.open(outcome.device(), outcome.position());
        window.attached(outcome.position().seq(), outcome.page().head());
        take(outcome.page());
        pull("backlog");
    }

    /** Goes on after the session is attached again, in the same epoch. */
    void reopen(Attached outcome) {
        window.attachedAgain(outcome.page().head());
        quietSince = connection.context().now();
        acks.release();
        pull("attached");
    }

    /** A hint arrived: the user's mailbox has a message at {@code position}. */
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

    /** An acknowledgement of the client arrived; the caller closes on a violation. */
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

    /** The socket has room again. */
    void onDrained() {
        pull("drained");
    }

    /** Pulls once, to verify that the entry holds the session and that no hint was lost. */
    void audit() {
        if (!closed && !window.isAttaching() && !window.isPulling()) {
            submitPull("audit", room());
        }
    }

    /** Stops writing; acknowledgements that have arrived still go to the entry. */
    void close() {
        closed = true;
        acks.close();
    }

    private void pull(String reason) {
        ReadLimit room = window.toPull();
        if (room.messages() > 0 && !closed && !connection.transport().isFull()) {
            submitPull(reason, room);
        }
    }

    private void submitPull(String reason, ReadLimit room) {
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
            return; // an acknowledgement was faster to find that the session is not attached
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
        // A message that waited in the mailbox before the session opened does not measure the delivery.
        if (sampleSeq == 0 && encoded.at() >= openedAt) {
            sampleSeq = seq;
            sampleAt = now;
            connection.context().meters().sent(now - encoded.at());
        }
    }

    /** Measures one message at a time: measuring each would cost more than it tells. */
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
