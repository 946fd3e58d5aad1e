package io.heartline.api;

import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the pushes of each API key. Keys beyond the first {@value #MOST_NAMES} are counted together, so that a long file of
 * keys, or many changes of it, can't fill the metrics. Owned by one event loop.
 */
final class PushCounts {
    static final int MOST_NAMES = 100;
    /** Counts all other keys. No key can have this name. */
    static final String OTHERS = "(others)";

    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new HashMap<>();

    PushCounts(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Counts a push to so many users, whatever becomes of it. */
    void add(String keyName, int users) {
        Counter counter = counters.get(keyName);
        if (counter == null && counters.size() < MOST_NAMES) {
            counter = meters.counter(MeterNames.API_PUSHES, "key", keyName);
            counters.put(keyName, counter);
        }
        Counter counted = counter != null ? counter : meters.counter(MeterNames.API_PUSHES, "key", OTHERS);
        counted.increment(users);
    }
}
