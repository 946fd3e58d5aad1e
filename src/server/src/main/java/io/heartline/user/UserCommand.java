package io.heartline.user;

/**
 * An atomic command on the entry of a user. Pure: the outcome depends only on the state and the command, including time
 * and new ids, and the given state is never changed. Idempotent: applied again, a command leaves the same state and
 * answers the same positions, because it is retried whenever its first outcome is in doubt.
 *
 * @param <R> the type of the answer
 */
public sealed interface UserCommand<R>
        permits Push,
                Attach,
                Detach,
                Ack,
                Pull,
                Clear,
                RemoveDevice,
                RemoveSession,
                DisconnectUser,
                Describe,
                FindMessage,
                Sweep {

    /** The submitting node's time in milliseconds since 1970. */
    long now();

    /**
     * Applies the command.
     *
     * @param state the state of the user; {@link UserState#ABSENT} if nothing is known of the user
     * @param owner the node that applies the command, as the writer of its changes
     */
    Transition<R> apply(UserState state, Writer owner);
}
