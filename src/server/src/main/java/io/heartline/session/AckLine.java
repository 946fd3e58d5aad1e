package io.heartline.session;

import io.heartline.user.Ack;
import io.heartline.user.AckOutcome;
import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.Position;
import io.vertx.core.AsyncResult;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The acknowledgements of one session on their way to the entry: gathered, and one command at a time; what comes meanwhile
 * goes with the next. Owned by its gateway's event loop.
 */
final class AckLine {
    private final Link link;
    private final Consumer<Feed.Trouble> onTrouble;
    private String device = "";
    private Position wanted = new Position("", 0);
    private long confirmed;
    private boolean gathered;
    private boolean out;
    private boolean held;
    private boolean closed;

    AckLine(Link link, Consumer<Feed.Trouble> onTrouble) {
        this.link = link;
        this.onTrouble = onTrouble;
    }

    /** The entry knows that {@code name} stands at {@code position}. */
    void open(String name, Position position) {
        device = name;
        wanted = position;
        confirmed = position.seq();
    }

    /** The entry is to learn that the device stands at {@code position}. */
    void add(Position position) {
        wanted = position;
        gather();
    }

    /** Nothing is submitted: the entry does not hold the session. */
    void hold() {
        held = true;
    }

    /** It holds the session again. */
    void release() {
        held = false;
        gather();
    }

    /** Submits at once what is not confirmed, for the last time. */
    void close() {
        closed = true;
        if (wanted.seq() > confirmed) {
            submit(() -> true);
        }
    }

    private void gather() {
        if (!gathered && !out && wanted.seq() > confirmed) {
            gathered = true;
            link.gateway().acks().add(this::onDue);
        }
    }

    private void onDue() {
        gathered = false;
        if (!out && !closed && !held) {
            submit(() -> !closed);
        }
    }

    private void submit(BooleanSupplier stillWanted) {
        Gateway gateway = link.gateway();
        Position position = wanted;
        out = true;
        gateway.retries()
                .run(
                        () -> gateway.store()
                                .submit(
                                        link.user(),
                                        new Ack(link.session(), position.epoch(), position.seq(), gateway.now())),
                        stillWanted)
                .onComplete(answer -> onAnswer(position, answer));
    }

    private void onAnswer(Position position, AsyncResult<AckOutcome> answer) {
        out = false;
        if (answer.failed()) {
            onTrouble.accept(Feed.Trouble.UNAVAILABLE);
        } else if (answer.result() instanceof Acked acked) {
            confirmed = Math.max(confirmed, position.seq());
            link.gateway().outcomes().acked(link.user(), position.epoch(), device, acked);
            gather();
        } else {
            onTrouble.accept(Feed.Trouble.NOT_ATTACHED);
        }
    }
}
