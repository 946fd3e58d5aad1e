package io.heartline.client.internal;

/** Event loop of a client or a publisher, which runs one task at a time, and its clock. */
public interface Loop {
    /** Milliseconds of a clock that never goes back. */
    long now();

    /** Milliseconds since 1970. */
    long wall();

    /** Runs a task on the loop, later; from any thread. */
    void run(Runnable task);

    /** Runs a task on the loop once, after at least so many milliseconds. */
    Timer after(long millis, Runnable task);

    /** Task that is scheduled. */
    interface Timer {
        /** Cancels the task; does nothing if it has run. */
        void cancel();
    }
}
