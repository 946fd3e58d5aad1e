package io.heartline.user;

import java.util.List;

/** What became of a connection that wants to be a device's live session. */
public sealed interface AttachOutcome {
    /**
     * It is the device's live session.
     *
     * @param device the device's name; chosen here for a plain connection
     * @param position where the device stands: everything after it is owed to it
     * @param resumed whether it continues without a gap
     * @param pending how many messages are owed after the position
     * @param page the first of them
     * @param evictions sessions that gave way and must be closed
     * @param presence who came and went
     * @param settled watched messages that the position it came with acknowledged
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

    /** It is not; nothing changed. */
    record Refused(Reason reason) implements AttachOutcome {}

    /** Why a connection is refused. */
    enum Reason {
        /** A newer connection of the device is live. */
        OLDER_ATTEMPT,
        /** The user has as many live devices as may be kept. */
        TOO_MANY_DEVICES,
        /** It was live before, and its device is not kept any more. */
        NOT_KEPT
    }
}
