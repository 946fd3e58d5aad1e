package io.heartline.user;

import java.util.List;

/** The outcome of an acknowledgement. */
public sealed interface AckOutcome {
    /**
     * The device's cursor is at or above the acknowledged seq.
     *
     * @param cursor the device's cursor after the acknowledgement
     * @param settled the watched messages that this acknowledged
     */
    record Acked(long cursor, List<MilestoneReached> settled) implements AckOutcome {}

    /** The entry does not hold the session in that epoch. Nothing changed. */
    record NotAttached() implements AckOutcome {}
}
