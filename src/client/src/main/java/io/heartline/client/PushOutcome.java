package io.heartline.client;

import java.util.List;

/** How a push ended. Each tells the id under which it can be found, or repeated. */
public sealed interface PushOutcome {
    String id();

    /** The server took it: one result for each user, in the order of the push. */
    record Answered(String id, List<UserResult> results) implements PushOutcome {
        /** The result of a push to one user. */
        public UserResult result() {
            return results.get(0);
        }
    }

    /**
     * Nothing is stored: the push is not allowed, malformed or too large, the mailbox is full, or until the deadline no
     * node could take it.
     *
     * @param code the server's, such as MAILBOX_FULL; UNREACHABLE or BUSY where it did not get that far
     */
    record Refused(String id, String code, String message) implements PushOutcome {}

    /** It may be stored or not: the deadline has passed without an answer that says. To push again with the id is safe. */
    record Unknown(String id, String message) implements PushOutcome {}
}
