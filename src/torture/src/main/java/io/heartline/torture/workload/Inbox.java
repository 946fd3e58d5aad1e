package io.heartline.torture.workload;

import io.heartline.torture.history.Event.Position;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What came over one connection and is to be finished and acknowledged. Dies with the connection; owned by its event loop. */
final class Inbox {
    private final Vertx vertx;
    private final Diary diary;
    private final Pace pace;
    private final Consumer<Position> finished;
    private final Consumer<String> write;

    private @Nullable Position last;
    private int waiting;
    private boolean due;
    private boolean held;
    private boolean closed;

    /** Who is told. */
    record Ends(Consumer<Position> finished, Consumer<String> write) {}

    Inbox(Vertx vertx, Diary diary, Pace pace, Ends ends) {
        this.vertx = vertx;
        this.diary = diary;
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

    /** Nothing is finished from now on, whatever comes. */
    void hold() {
        held = true;
    }

    /** Goes on; what came meanwhile is finished. */
    void release() {
        held = false;
        if (last != null && waiting > 0) {
            settle(last);
        }
    }

    /** Acknowledges all that came, now. */
    void flush() {
        if (closed || held || waiting == 0 || last == null) {
            return;
        }
        waiting = 0;
        finished.accept(last);
        diary.acknowledged(last);
        write.accept("{\"t\":\"ack\",\"seq\":" + last.seq() + "}");
    }

    boolean isHeld() {
        return held;
    }

    void close() {
        closed = true;
    }
}
