package io.heartline.torture.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A recorder that keeps events in memory. Any thread. */
public final class MemoryRecorder implements Recorder {
    private final List<Event> events = new ArrayList<>();
    private final LongSupplier nanos;
    private final Consumer<Event> echo;
    private final long start;

    private MemoryRecorder(LongSupplier nanos, Consumer<Event> echo) {
        this.nanos = nanos;
        this.echo = echo;
        this.start = nanos.getAsLong();
    }

    /** Creates a recorder with the clock of the system. */
    public static MemoryRecorder live() {
        return new MemoryRecorder(System::nanoTime, event -> {});
    }

    /** Creates a recorder that also passes each event on. */
    public static MemoryRecorder telling(Consumer<Event> echo) {
        return new MemoryRecorder(System::nanoTime, echo);
    }

    /** Creates a recorder with a clock of its own, in nanoseconds. */
    public static MemoryRecorder by(LongSupplier nanos) {
        return new MemoryRecorder(nanos, event -> {});
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - start);
    }

    @Override
    public synchronized void record(Event event) {
        events.add(event);
        echo.accept(event);
    }

    /** The events so far. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** The events of one kind so far. */
    public <E extends Event> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
