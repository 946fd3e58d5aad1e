package io.heartline.cli;

import java.util.Optional;

/** Checks of port numbers. */
final class Ports {
    private static final int LAST = 65_535;

    private Ports() {}

    /** The fault if {@code count} ports from {@code first} on do not exist; empty if they do. */
    static Optional<String> fault(String option, int first, int count) {
        return first >= 1 && first + count - 1 <= LAST
                ? Optional.empty()
                : Optional.of(option + ": " + first + " leaves no room for " + count + " ports from 1 to " + LAST);
    }
}
