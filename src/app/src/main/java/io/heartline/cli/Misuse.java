package io.heartline.cli;

import java.util.List;

/** What was asked makes no sense; each fault is a sentence that names what was wrong. */
final class Misuse extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> faults;

    Misuse(List<String> faults) {
        super(String.join("; ", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
