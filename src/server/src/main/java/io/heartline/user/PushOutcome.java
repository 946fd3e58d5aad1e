package io.heartline.user;

import java.util.List;

/** What became of a push. */
public sealed interface PushOutcome {
    /**
     * It is in the mailbox, or was already.
     *
     * @param position where it stands now
     * @param at when it was accepted
     * @param duplicate whether an earlier push with the same id had stored it
     * @param acked whether a device has already acknowledged it
     * @param sessions the sessions it is owed to now
     * @param evictions sessions that end because positions had been lost
     * @param presence who went with them
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

    /** Refused: the mailbox holds as much as it may. Nothing changed. */
    record MailboxFull(int messages, long bytes) implements PushOutcome {}
}
