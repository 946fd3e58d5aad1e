package io.heartline.user;

import java.util.List;

/**
 * The delivery state of a message.
 *
 * @param storedAt the time when it was accepted
 * @param devices the kept devices that it was owed to
 */
public record MessageView(String id, Position position, State state, long storedAt, List<Receiver> devices) {
    /** The stage of a delivery. */
    public enum State {
        STORED,
        ACKED,
        EXPIRED
    }

    /** The acknowledgement of the message by one device. */
    public record Receiver(String device, boolean acked) {}
}
