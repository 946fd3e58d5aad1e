package io.heartline.user;

import java.util.List;

/** What became of an acknowledgement. */
public sealed interface AckOutcome {
    /**
     * The device's cursor is at least there.
     *
     * @param cursor where the device stands
     * @param settled the watched messages that this acknowledged
     */
    record Acked(long cursor, List<MilestoneReached> settled) implements AckOutcome {}

    /** The entry does not hold the session in that epoch. Nothing changed. */
    record NotAttached() implements AckOutcome {}
}
