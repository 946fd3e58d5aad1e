package io.heartline.torture.workload;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a run. Any thread. */
final class Counters {
    private final Map<Count, LongAdder> counters = new EnumMap<>(Count.class);

    Counters() {
        for (Count count : Count.values()) {
            counters.put(count, new LongAdder());
        }
    }

    void add(Count count) {
        counter(count).increment();
    }

    long of(Count count) {
        return counter(count).sum();
    }

    Map<Count, Long> all() {
        Map<Count, Long> all = new EnumMap<>(Count.class);
        counters.forEach((count, counter) -> all.put(count, counter.sum()));
        return all;
    }

    private LongAdder counter(Count count) {
        LongAdder counter = counters.get(count);
        if (counter == null) {
            throw new IllegalStateException("not counted: " + count);
        }
        return counter;
    }
}
