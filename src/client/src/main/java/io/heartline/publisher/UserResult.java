package io.heartline.publisher;

/** Result of a push for one user. */
public sealed interface UserResult {
    String user();

    /**
     * The message is in the mailbox.
     *
     * @param epoch epoch of the message, as devices see it
     * @param seq number of the message in its epoch
     * @param sessions number of live sessions that it was sent to
     * @param duplicate true if it was stored before, also by an earlier try of the same push
     */
    record Stored(String user, String epoch, long seq, int sessions, boolean duplicate) implements UserResult {}

    /** A device has acknowledged the message; the components are those of {@link Stored}. */
    record Acked(String user, String epoch, long seq, int sessions, boolean duplicate) implements UserResult {}

    /** A transient message was sent to so many sessions. */
    record Sent(String user, int sessions) implements UserResult {}

    /** No session received the transient message: the user is offline. */
    record Offline(String user) implements UserResult {}

    /** Nothing is stored. */
    record Rejected(String user, String code, String message) implements UserResult {}

    /** The message may be stored or not; to push again with the same id is safe. */
    record Unknown(String user, String message) implements UserResult {}
}
