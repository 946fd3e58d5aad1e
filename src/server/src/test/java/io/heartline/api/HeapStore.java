package io.heartline.api;

import io.heartline.store.StoreException;
import io.heartline.store.UserStore;
import io.heartline.user.Transition;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.Writer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** A store with entries in a map, which can be set to fail every command. */
final class HeapStore implements UserStore {
    final Map<String, UserState> entries = new HashMap<>();
    StoreException failure;

    @Override
    public <R> Future<R> submit(String user, UserCommand<R> command) {
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        Transition<R> transition = command.apply(entries.getOrDefault(user, UserState.ABSENT), new Writer("owner"));
        entries.put(user, transition.next());
        return Future.succeededFuture(transition.outcome());
    }
}
