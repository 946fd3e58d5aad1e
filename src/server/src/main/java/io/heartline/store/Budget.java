package io.heartline.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much waits for an answer in one store. Written on the event loop of the store, read by its gauges from anywhere.
 */
final class Budget {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong commands = new AtomicLong();

    Budget(long most) {
        this.most = most;
    }

    /** Takes room for one command; false where there is none. */
    boolean take(long size) {
        if (bytes.get() + size > most && commands.get() > 0) {
            return false;
        }
        bytes.lazySet(bytes.get() + size);
        commands.lazySet(commands.get() + 1);
        return true;
    }

    void give(long size) {
        bytes.lazySet(bytes.get() - size);
        commands.lazySet(commands.get() - 1);
    }

    long commands() {
        return commands.get();
    }
}
