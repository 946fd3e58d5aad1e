package io.heartline.torture.check;

import java.util.Locale;

/** What the contract forbids. */
public enum Rule {
    /** A stored message never came where it was owed. */
    LOST,
    /** A connection passed over a message that can't have expired. */
    GAP,
    /** A connection passed over a message whose time to live had not ended. */
    EXPIRED_EARLY,
    /** A message came behind one with a higher seq. */
    REORDERED,
    /** A connection was given the same position twice. */
    TWICE_ON_A_LINK,
    /** What the welcome counts as finished came again. */
    CAME_AGAIN,
    /** A welcome stands above what the device acknowledged. */
    SKIPPED,
    /** One position of an epoch, two ids. */
    POSITION_REUSED,
    /** One id, two positions of an epoch, within the idempotency window. */
    STORED_TWICE,
    /** An id came with the body of another. */
    BODY_CHANGED,
    /** Nobody pushed it, or every try was refused; it came all the same. */
    GHOST,
    /** The epoch of a user changed, and nothing excuses it. */
    EPOCH_CHANGED,
    /** A device was not told that its position is gone. */
    NOT_TOLD,
    /** A device was told that its position is gone, and it was not. */
    TOLD_WRONGLY,
    /** At the end, messages are still pending. */
    MAILBOX_NOT_EMPTY,
    /** At the end, a device is kept whose bye was confirmed. */
    KEPT_AFTER_BYE,
    /** At the end, a session is still listed. */
    GHOST_SESSION,
    /** A session that is gone is listed, or one that lives is not, or {@code online} contradicts the list. */
    PRESENCE,
    /** A connected device that acknowledges waited too long. */
    STUCK,
    /** A client that a draining node sent away came back long after the time that it was asked to wait. */
    BACK_LATE,
    /** Of the clients of a draining node, another saw more than twice its fair share in a second. */
    CROWDED,
    /** A node's process ended by itself. */
    NODE_ENDED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
