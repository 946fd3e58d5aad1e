package io.heartline.torture.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Keeps what is recorded in memory. Any thread. */
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

    public static MemoryRecorder live() {
        return new MemoryRecorder(System::nanoTime, event -> {});
    }

    /** Tells each event to somebody else, too. */
    public static MemoryRecorder telling(Consumer<Event> echo) {
        return new MemoryRecorder(System::nanoTime, echo);
    }

    /** Goes by a clock that the test moves, in nanoseconds. */
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

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    public <E extends Event> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
