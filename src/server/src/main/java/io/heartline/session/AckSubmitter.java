package io.heartline.session;

import io.heartline.user.Ack;
import io.heartline.user.AckOutcome;
import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.Position;
import io.vertx.core.AsyncResult;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Submits the acknowledgements of one session to the entry, one command at a time; those that arrive meanwhile go with
 * the next command. Owned by its gateway's event loop.
 */
final class AckSubmitter {
    private final ClientConnection connection;
    private final Consumer<Feed.Failure> onFailure;
    private String device = "";
    private Position wanted = new Position("", 0);
    private long confirmed;
    private boolean gathered;
    private boolean out;
    private boolean held;
    private boolean closed;

    AckSubmitter(ClientConnection connection, Consumer<Feed.Failure> onFailure) {
        this.connection = connection;
        this.onFailure = onFailure;
    }

    /** Sets the position {@code position} of the device {@code name}, which the entry knows. */
    void open(String name, Position position) {
        device = name;
        wanted = position;
        confirmed = position.seq();
    }

    /** Submits {@code position} with the next command. */
    void add(Position position) {
        wanted = position;
        gather();
    }

    /** Stops submitting while the entry does not hold the session. */
    void hold() {
        held = true;
    }

    /** Submits again: the entry holds the session. */
    void release() {
        held = false;
        gather();
    }

    /** Submits the unconfirmed position at once, for the last time. */
    void close() {
        closed = true;
        if (wanted.seq() > confirmed) {
            submit(() -> true);
        }
    }

    private void gather() {
        if (!gathered && !out && wanted.seq() > confirmed) {
            gathered = true;
            connection.context().acks().add(this::onDue);
        }
    }

    private void onDue() {
        gathered = false;
        if (!out && !closed && !held) {
            submit(() -> !closed);
        }
    }

    private void submit(BooleanSupplier stillWanted) {
        SessionContext context = connection.context();
        Position position = wanted;
        out = true;
        context.retries()
                .run(
                        () -> context.store()
                                .submit(
                                        connection.user(),
                                        new Ack(connection.session(), position.epoch(), position.seq(), context.now())),
                        stillWanted)
                .onComplete(answer -> onAnswer(position, answer));
    }

    private void onAnswer(Position position, AsyncResult<AckOutcome> answer) {
        out = false;
        if (answer.failed()) {
            onFailure.accept(Feed.Failure.UNAVAILABLE);
        } else if (answer.result() instanceof Acked acked) {
            confirmed = Math.max(confirmed, position.seq());
            connection.context().outcomes().acked(connection.user(), position.epoch(), device, acked);
            gather();
        } else {
            onFailure.accept(Feed.Failure.NOT_ATTACHED);
        }
    }
}
