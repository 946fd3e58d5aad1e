package io.heartline.cli;

import java.util.List;

/** An invalid command line or settings; each fault is a sentence that names the option. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> faults;

    UsageException(List<String> faults) {
        super(String.join("; ", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
