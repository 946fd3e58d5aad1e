package io.heartline.store.codec;

import io.heartline.user.UserCommand;

/**
 * A command could not be applied where it should be, and changed nothing: it broke down, which is a fault of the program, or
 * its owner has no room. The other commands of its batch are none the worse for it.
 */
public record Failed(String reason) {
    public static Failed of(UserCommand<?> command, RuntimeException fault) {
        return new Failed("The entry broke down over a " + command.getClass().getSimpleName() + ": "
                + fault.getClass().getSimpleName() + ".");
    }

    public static Failed full() {
        return new Failed("The node that would keep the message has no memory left; it was not stored.");
    }
}
