package io.heartline.torture.check;

import java.util.Locale;

/** Violations of the contract. */
public enum Rule {
    /** A stored message was not delivered to a device that the server must remember. */
    LOST,
    /** A connection skipped a message that can't have expired. */
    GAP,
    /** A connection skipped a message before the end of its time to live. */
    EXPIRED_EARLY,
    /** A message was delivered after one with a higher seq. */
    REORDERED,
    /** A position was delivered twice on one connection. */
    DUPLICATE_ON_CONNECTION,
    /** A message at or before the position of the welcome was delivered again. */
    REDELIVERED_AFTER_ACK,
    /** The position of a welcome is higher than the device acknowledged. */
    SKIPPED,
    /** Two ids have the same position. */
    POSITION_REUSED,
    /** One id has two positions in an epoch, within the idempotency window. */
    STORED_TWICE,
    /** A message was delivered with another body. */
    BODY_CHANGED,
    /** A message was delivered that was never pushed, or refused in every attempt. */
    GHOST_MESSAGE,
    /** The epoch of a user changed without an excuse. */
    EPOCH_CHANGED,
    /** A welcome said {@code resumed}, though the position of the device was lost. */
    RESET_NOT_REPORTED,
    /** A welcome did not say {@code resumed}, though the position of the device was valid. */
    RESET_REPORTED_WRONGLY,
    /** Messages are still pending at the end. */
    MAILBOX_NOT_EMPTY,
    /** A device is still known at the end, though its bye was confirmed. */
    KEPT_AFTER_BYE,
    /** A session is still listed at the end. */
    GHOST_SESSION,
    /** An ended session is listed, a live one is not, or {@code online} contradicts the list. */
    PRESENCE,
    /** A connected device that acknowledges waited too long for a message. */
    STUCK,
    /** A client of a draining node reconnected long after the requested delay. */
    RECONNECTED_LATE,
    /** A node got more than twice its fair share of a draining node's clients in a second. */
    RECONNECTS_UNEVEN,
    /** A node's process ended by itself. */
    NODE_ENDED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
