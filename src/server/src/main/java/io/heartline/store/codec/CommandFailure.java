package io.heartline.store.codec;

import io.heartline.user.UserCommand;

/**
 * The answer to a command that could not be applied and changed nothing: it threw an exception, which is a fault of the
 * program, or its owner has no memory left. The other commands of its batch are not affected.
 */
public record CommandFailure(String reason) {
    public static CommandFailure of(UserCommand<?> command, RuntimeException fault) {
        return new CommandFailure("The entry broke down over a "
                + command.getClass().getSimpleName() + ": " + fault.getClass().getSimpleName() + ".");
    }

    public static CommandFailure full() {
        return new CommandFailure("The node that would keep the message has no memory left; it was not stored.");
    }
}
