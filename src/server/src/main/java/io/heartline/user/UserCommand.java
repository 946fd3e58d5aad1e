package io.heartline.user;

/**
 * One atomic step on a user's entry. Pure: the outcome depends on the state and the command alone, time and new ids
 * included, and the state given is never changed. Idempotent: a command applied twice leaves the state it left the first
 * time and answers the same positions, because a command is retried whenever its first outcome is in doubt.
 *
 * @param <R> what it answers
 */
public sealed interface UserCommand<R>
        permits Push, Attach, Detach, Ack, Pull, Clear, RemoveDevice, RemoveSession, Describe, FindMessage, Sweep {

    /** The submitting node's time in milliseconds since 1970. */
    long now();

    /**
     * Applies the command.
     *
     * @param state what is known of the user; {@link UserState#ABSENT} where nothing is
     * @param owner the node that applies it, as the writer of what it writes
     */
    Transition<R> apply(UserState state, Writer owner);
}
