package io.heartline.store;

import io.heartline.store.StoreException.Kind;
import io.heartline.store.codec.CommandFailure;
import io.heartline.user.UserCommand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.BooleanSupplier;

/**
 * A store without a cluster: applies at once and answers on a later turn of the event loop, as {@link HazelcastUserStore}
 * does.
 */
public final class InMemoryUserStore implements UserStore {
    private final Context owner;
    private final InMemoryEntries entries;
    private final BooleanSupplier mayServe;

    public InMemoryUserStore(Context owner, InMemoryEntries entries) {
        this(owner, entries, () -> true);
    }

    /**
     * @param owner the event loop that calls the store and that it answers on
     * @param mayServe while it returns false, every command is refused
     */
    public InMemoryUserStore(Context owner, InMemoryEntries entries, BooleanSupplier mayServe) {
        this.owner = owner;
        this.entries = entries;
        this.mayServe = mayServe;
    }

    @Override
    public <R> Future<R> submit(String user, UserCommand<R> command) {
        if (!mayServe.getAsBoolean()) {
            return Future.failedFuture(
                    new StoreException(Kind.UNAVAILABLE, "This node serves nobody now; the command was not applied."));
        }
        Promise<R> promise = Promise.promise();
        try {
            R outcome = entries.apply(user, command);
            owner.runOnContext(turn -> promise.complete(outcome));
        } catch (RuntimeException fault) {
            String reason = CommandFailure.of(command, fault).reason();
            owner.runOnContext(turn -> promise.fail(new StoreException(Kind.UNAVAILABLE, reason)));
        }
        return promise.future();
    }
}
