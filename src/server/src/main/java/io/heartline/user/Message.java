package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * An accepted push at its seq in the mailbox. Once no device is owed the message, the body is dropped, and only the
 * fields that the idempotency window needs remain.
 *
 * @param seq its number within the epoch, from 1
 * @param id the publisher's id, or one made by the server
 * @param at the time when it was accepted, in milliseconds since 1970
 * @param expiresAt the time when its time to live ends, in milliseconds since 1970
 * @param body null once it has left the mailbox
 * @param watch the recipients of reports on its delivery; null if there are none, or none any more
 * @param expired true if it left the mailbox before any device acknowledged it, because its time to live ended or the
 *     mailbox was cleared
 */
public record Message(
        long seq,
        String id,
        long at,
        long expiresAt,
        @Nullable Body body,
        @Nullable DeliveryWatch watch,
        boolean expired) {

    /** True if the message is still owed to a device. */
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

    /** True if the message expired and the next sweep still has to publish its receipt. */
    boolean owesReceipt() {
        return expired && watch != null && watch.receipt();
    }

    Message numbered(long newSeq) {
        return new Message(newSeq, id, at, expiresAt, body, watch, expired);
    }

    Message watchedBy(@Nullable DeliveryWatch newWatch) {
        return new Message(seq, id, at, expiresAt, body, newWatch, expired);
    }

    /** The message without body and watch, after every kept device has acknowledged it. */
    Message finished() {
        return new Message(seq, id, at, expiresAt, null, null, expired);
    }

    /** The message without its body, after it expired or was cleared before every device had it. */
    Message ended(boolean acknowledged) {
        return new Message(seq, id, at, expiresAt, null, acknowledged ? null : watch, !acknowledged);
    }
}
