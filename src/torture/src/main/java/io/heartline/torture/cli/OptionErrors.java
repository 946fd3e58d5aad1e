package io.heartline.torture.cli;

import java.util.ArrayList;
import java.util.List;

/** Collects the errors in the options of a command. Each is a sentence that begins with the option. */
final class OptionErrors {
    private final List<String> all = new ArrayList<>();

    void add(String error) {
        all.add(error);
    }

    /** Adds an error if the value is out of bounds; {@link Long#MAX_VALUE} for {@code most} is no bound. */
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
