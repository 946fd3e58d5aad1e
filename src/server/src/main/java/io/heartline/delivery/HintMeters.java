package io.heartline.delivery;

import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts hints by their fate. Safe on any thread. */
final class HintMeters {
    /** The fate of a hint. */
    enum Fate {
        /** It was sent to another gateway. */
        SENT,
        /** It waited for credit, and was sent without its frame or merged with another one. */
        COLLAPSED,
        /** There was no room for it, or its node is lost. */
        DROPPED,
        /** It was sent and not answered. */
        LOST,
        /** It came from another gateway. */
        RECEIVED
    }

    private final Map<Fate, Counter> hints = new EnumMap<>(Fate.class);
    private final Counter malformed;
    private final Counter gaps;

    HintMeters(MeterRegistry meters) {
        for (Fate fate : Fate.values()) {
            hints.put(
                    fate, meters.counter(MeterNames.HINTS, "result", fate.name().toLowerCase(Locale.ROOT)));
        }
        malformed = meters.counter(MeterNames.HINT_BATCHES_MALFORMED);
        gaps = meters.counter(MeterNames.HINT_GAPS);
    }

    void count(Fate fate, int number) {
        Counter counter = hints.get(fate);
        if (counter != null) {
            counter.increment(number);
        }
    }

    void malformed() {
        malformed.increment();
    }

    void gap() {
        gaps.increment();
    }
}
