package io.heartline.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers acknowledgements for a few milliseconds, so that those of one session become one command. One timer serves
 * all sessions of a gateway. Owned by its gateway's event loop.
 */
public final class AckBuffer {
    private final Consumer<Runnable> later;
    private List<Runnable> waiting = new ArrayList<>();

    /** @param later runs a task once, after the delay */
    public AckBuffer(Consumer<Runnable> later) {
        this.later = later;
    }

    /** Runs {@code submit} after the delay, or with the next {@link #flush}. */
    void add(Runnable submit) {
        waiting.add(submit);
        if (waiting.size() == 1) {
            later.accept(this::flush);
        }
    }

    /** Submits all acknowledgements that wait. */
    public void flush() {
        List<Runnable> due = waiting;
        waiting = new ArrayList<>();
        due.forEach(Runnable::run);
    }
}
