package io.heartline.store;

import io.heartline.user.UserCommand;
import io.vertx.core.Future;

/**
 * Applies commands to entries, each in one atomic step on one user's entry. A store belongs to one event loop: it is called
 * there and answers there.
 *
 * <p>Commands of one user that were submitted through one store are applied in the order of submission, even if some of them
 * are retried. An answer that tells of stored messages or positions has been acknowledged by the replicas.
 */
public interface UserStore {
    /**
     * Applies a command to the user's entry, exactly as if once.
     *
     * @return the command's outcome; fails with a {@link StoreException} and nothing else
     */
    <R> Future<R> submit(String user, UserCommand<R> command);
}
