package io.heartline.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes and commands that wait in one store, and limits the bytes. Written on the event loop of the store, read by
 * its gauges on any thread.
 */
final class QueueBudget {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();

    QueueBudget(long most) {
        this.most = most;
    }

    /** Reserves room for one command; false if there is none. */
    boolean take(long size) {
        if (bytes.get() + size > most && commands.get() > 0) {
            return false;
        }
        bytes.lazySet(bytes.get() + size);
        commands.lazySet(commands.get() + 1);
        return true;
    }

    /** Gives the room of one command back. */
    void give(long size) {
        bytes.lazySet(bytes.get() - size);
        commands.lazySet(commands.get() - 1);
    }

    long commands() {
        return commands.get();
    }
}
