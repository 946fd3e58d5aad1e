package io.heartline.cli;

import java.util.ArrayList;
import java.util.List;

/** Collects the faults in the settings of a command: a sentence for each, which names the option. */
final class Faults {
    private final List<String> all = new ArrayList<>();

    void add(String fault) {
        all.add(fault);
    }

    /** Adds a fault if a value is out of bounds; {@link Long#MAX_VALUE} for {@code most} means no upper bound. */
    void within(String option, long value, long least, long most) {
        if (value < least || value > most) {
            String bounds = most == Long.MAX_VALUE ? "at least " + least : least + " to " + most;
            add(option + ": must be " + bounds + ", not " + value);
        }
    }

    void atLeastOne(String option, long value) {
        within(option, value, 1, Long.MAX_VALUE);
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
