package io.heartline.cluster;

import com.hazelcast.internal.util.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Hazelcast's clock: the wall clock at the start, moved on by time that never jumps. With the wall clock alone, a jump would
 * end operations that are under way, and heartbeats would seem to be missing. Public for Hazelcast, which makes it by name
 * when its first class asks for the time.
 */
public final class SteadyClock extends Clock.ClockImpl {
    private static final String PROPERTY = "hazelcast.clock.impl";

    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    /** To be called before any Hazelcast is made in this process; does nothing if another clock was chosen. */
    static void install() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, SteadyClock.class.getName());
        }
    }

    @Override
    protected long currentTimeMillis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
