package io.heartline.torture.workload;

import io.heartline.torture.history.Event.Position;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The messages of one connection that are not acknowledged yet. Owned by the connection's event loop. */
final class PendingAcks {
    private final Vertx vertx;
    private final ConnectionRecorder recorder;
    private final AckPace pace;
    private final Consumer<Position> finished;
    private final Consumer<String> write;

    private @Nullable Position last;
    private int waiting;
    private boolean due;
    private boolean held;
    private boolean closed;

    /** Receivers of processed positions and of frames. */
    record Ends(Consumer<Position> finished, Consumer<String> write) {}

    PendingAcks(Vertx vertx, ConnectionRecorder recorder, AckPace pace, Ends ends) {
        this.vertx = vertx;
        this.recorder = recorder;
        this.pace = pace;
        this.finished = ends.finished();
        this.write = ends.write();
    }

    void onMessage(Position position) {
        last = position;
        waiting++;
        if (!held) {
            settle(position);
        }
    }

    private void settle(Position position) {
        if (!pace.late()) {
            finished.accept(position);
        }
        if (waiting >= pace.messages()) {
            flush();
        } else if (!due) {
            due = true;
            vertx.setTimer(pace.millis(), now -> {
                due = false;
                flush();
            });
        }
    }

    /** Processes no message from now on. */
    void hold() {
        held = true;
    }

    /** Processes messages again, including those that arrived meanwhile. */
    void release() {
        held = false;
        if (last != null && waiting > 0) {
            settle(last);
        }
    }

    /** Acknowledges all messages now. */
    void flush() {
        if (closed || held || waiting == 0 || last == null) {
            return;
        }
        waiting = 0;
        finished.accept(last);
        recorder.acknowledged(last);
        write.accept("{\"t\":\"ack\",\"seq\":" + last.seq() + "}");
    }

    boolean isHeld() {
        return held;
    }

    void close() {
        closed = true;
    }
}
