package io.heartline.client;

/** The one thread at a time that a client lives on, and its time. */
interface Loop {
    /** Milliseconds that only ever go forward. */
    long now();

    /** Milliseconds since 1970. */
    long wall();

    /** Runs a task on the loop, later; from any thread. */
    void run(Runnable task);

    /** Runs a task on the loop once, after at least so many milliseconds. */
    Timer after(long millis, Runnable task);

    /** A task that is to come. */
    interface Timer {
        /** It will not; nothing happens where it already has. */
        void cancel();
    }
}
