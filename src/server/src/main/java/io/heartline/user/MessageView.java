package io.heartline.user;

import java.util.List;

/**
 * The fate of a message.
 *
 * @param storedAt when it was accepted
 * @param devices the kept devices that it was owed to
 */
public record MessageView(String id, Position position, State state, long storedAt, List<Receiver> devices) {
    /** How far it has come. */
    public enum State {
        STORED,
        ACKED,
        EXPIRED
    }

    /** Whether a device has acknowledged it. */
    public record Receiver(String device, boolean acked) {}
}
