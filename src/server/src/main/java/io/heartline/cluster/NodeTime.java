package io.heartline.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock of this node: the wall clock at the start, moved on by time that never jumps. If the wall clock is set later,
 * forward or back, nothing expires early and no time repeats. Any thread.
 */
public final class NodeTime implements InstantSource {
    /** The greatest difference of a node's time from the others' with which it carries out commands. */
    public static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final long startMillis;
    private final long startNanos;
    private final LongSupplier nanos;

    NodeTime(long startMillis, LongSupplier nanos) {
        this.startMillis = startMillis;
        this.startNanos = nanos.getAsLong();
        this.nanos = nanos;
    }

    /** Starts now. */
    public static NodeTime start() {
        return new NodeTime(System.currentTimeMillis(), System::nanoTime);
    }

    @Override
    public long millis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
