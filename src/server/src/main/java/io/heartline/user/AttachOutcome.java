package io.heartline.user;

import java.util.List;

/** The outcome of a connection's request to become a device's live session. */
public sealed interface AttachOutcome {
    /**
     * The connection is the device's live session.
     *
     * @param device the device's name; chosen here for a plain connection
     * @param position the device's position: every message after it is owed to the device
     * @param resumed true if the device continues without a gap
     * @param pending the number of messages owed after the position
     * @param page the first of them
     * @param evictions sessions that gave way and must be closed
     * @param presence the sessions that came and went
     * @param settled watched messages that the position of this attach acknowledged
     */
    record Attached(
            String device,
            Position position,
            boolean resumed,
            int pending,
            Page page,
            List<Eviction> evictions,
            List<PresenceChange> presence,
            List<MilestoneReached> settled)
            implements AttachOutcome {}

    /** The connection is refused. Nothing changed. */
    record Refused(Reason reason) implements AttachOutcome {}

    /** The reason for a refusal. */
    enum Reason {
        /** A newer connection of the device is live. */
        OLDER_ATTEMPT,
        /** The user has as many live devices as may be kept. */
        TOO_MANY_DEVICES,
        /** The session was live before, and its device is no longer kept. */
        NOT_KEPT,
        /** The token was issued before an operator disconnected the user. */
        TOKEN_CUT_OFF
    }
}
