package io.heartline.publisher;

import java.util.List;

/** Outcome of a push, with the id under which it can be found or repeated. */
public sealed interface PushOutcome {
    String id();

    /** The server answered: one result for each user, in the order of the push. */
    record Answered(String id, List<UserResult> results) implements PushOutcome {
        /** Result of a push to one user. */
        public UserResult result() {
            return results.get(0);
        }
    }

    /**
     * Nothing is stored: the push is not allowed, malformed or too large, the mailbox is full, or until the deadline no
     * node could take it.
     *
     * @param code the server's, such as MAILBOX_FULL; UNREACHABLE or BUSY if it was not sent
     */
    record Refused(String id, String code, String message) implements PushOutcome {}

    /**
     * The push may be stored or not: the deadline passed without a clear answer. To push again with the same id is
     * safe.
     */
    record Unknown(String id, String message) implements PushOutcome {}
}
