package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * One accepted push at its place in the mailbox. Once nothing is owed of it the body is gone and only what the
 * idempotency window needs is remembered.
 *
 * @param seq its number within the epoch, from 1
 * @param id the publisher's id, or one made by the server
 * @param at when it was accepted, in milliseconds since 1970
 * @param expiresAt when its time to live ends, in milliseconds since 1970
 * @param body null once it has left the mailbox
 * @param watch who wants to hear of its fate; null where nobody does, or no longer does
 * @param expired whether it left the mailbox before any device acknowledged it: by time to live, or cleared
 */
public record Message(
        long seq,
        String id,
        long at,
        long expiresAt,
        @Nullable Body body,
        @Nullable DeliveryWatch watch,
        boolean expired) {

    /** Whether it is still owed to somebody. */
    public boolean owed() {
        return body != null;
    }

    /** The content of a message that is {@link #owed()}. */
    public Body content() {
        if (body == null) {
            throw new IllegalStateException("message " + seq + " has left the mailbox");
        }
        return body;
    }

    /** An expired message whose receipt the next sweep still has to publish. */
    boolean owesReceipt() {
        return expired && watch != null && watch.receipt();
    }

    Message numbered(long newSeq) {
        return new Message(newSeq, id, at, expiresAt, body, watch, expired);
    }

    Message watchedBy(@Nullable DeliveryWatch newWatch) {
        return new Message(seq, id, at, expiresAt, body, newWatch, expired);
    }

    /** What is remembered once every kept device has acknowledged it. */
    Message finished() {
        return new Message(seq, id, at, expiresAt, null, null, expired);
    }

    /** What is remembered of a message that ended by time or operator before every device had it. */
    Message ended(boolean acknowledged) {
        return new Message(seq, id, at, expiresAt, null, acknowledged ? null : watch, !acknowledged);
    }
}
