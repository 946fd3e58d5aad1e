package io.heartline.delivery;

import io.heartline.user.Position;

/** The answer to the publisher of a push to one user. */
public sealed interface PushResult {
    /** Stored by the owner and all its replicas, and owed until acknowledged. */
    record Stored(Position position, int sessions, boolean duplicate) implements PushResult {}

    /** Stored, and a device has acknowledged it. */
    record Acked(Position position, int sessions, boolean duplicate) implements PushResult {}

    /** Transient: handed to this many sessions. */
    record Sent(int sessions) implements PushResult {}

    /** Transient: the user had no live session. */
    record Offline() implements PushResult {}

    /** Refused; nothing was stored. */
    record Rejected(Refusal refusal, String message) implements PushResult {}

    /** It may have been stored or may yet be. */
    record Unknown(String message) implements PushResult {}

    /** The reason for a refusal. */
    enum Refusal {
        MAILBOX_FULL,
        UNAVAILABLE
    }
}
