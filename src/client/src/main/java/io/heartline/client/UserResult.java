package io.heartline.client;

import io.heartline.protocol.WirePosition;

/** What became of a push for one user. */
public sealed interface UserResult {
    String user();

    /**
     * It is in the mailbox.
     *
     * @param sessions to how many live sessions it is on its way
     * @param duplicate whether it was there before: by an earlier try too
     */
    record Stored(String user, WirePosition position, int sessions, boolean duplicate) implements UserResult {}

    /** A device has acknowledged it. */
    record Acked(String user, WirePosition position, int sessions, boolean duplicate) implements UserResult {}

    /** A transient push has left to so many sessions. */
    record Sent(String user, int sessions) implements UserResult {}

    /** A transient push, and nobody is there. */
    record Offline(String user) implements UserResult {}

    /** It is not stored. */
    record Rejected(String user, String code, String message) implements UserResult {}

    /** It may be stored or not; to push again with the same id is safe. */
    record Unknown(String user, String message) implements UserResult {}
}
