package io.heartline.user;

import java.util.List;

/** The outcome of a push. */
public sealed interface PushOutcome {
    /**
     * The message is in the mailbox, or was already.
     *
     * @param position its current position
     * @param at the time when it was accepted
     * @param duplicate true if an earlier push with the same id had stored it
     * @param acked true if a device has already acknowledged it
     * @param sessions the sessions that it is owed to now
     * @param evictions sessions that end because positions were lost
     * @param presence the end of these sessions
     */
    record Pushed(
            Position position,
            long at,
            boolean duplicate,
            boolean acked,
            List<LiveSession> sessions,
            List<Eviction> evictions,
            List<PresenceChange> presence)
            implements PushOutcome {}

    /** The push is refused because the mailbox is full. Nothing changed. */
    record MailboxFull(int messages, long bytes) implements PushOutcome {}
}
