package io.heartline.store;

import io.heartline.user.UserCommand;

/**
 * A command broke down where it was applied and changed nothing. A fault of the program; the other commands of its batch
 * are none the worse for it.
 */
record Failed(String reason) {
    static Failed of(UserCommand<?> command, RuntimeException fault) {
        return new Failed("The entry broke down over a " + command.getClass().getSimpleName() + ": "
                + fault.getClass().getSimpleName() + ".");
    }
}
