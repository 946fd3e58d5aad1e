package io.heartline.delivery;

import io.heartline.store.StoreException;
import io.heartline.store.UserStore;
import io.heartline.user.Transition;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.Writer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Entries on a map, applied at once. May be shared by the gateways of a test. */
public final class FakeStore implements UserStore {
    public final Map<String, UserState> entries = new ConcurrentHashMap<>();
    public final List<UserCommand<?>> submitted = new CopyOnWriteArrayList<>();
    private volatile @Nullable StoreException failure;
    private volatile UnaryOperator<Future<?>> answering = UnaryOperator.identity();

    /** From now on every command fails so. */
    void fail(StoreException.Kind kind, String message) {
        failure = new StoreException(kind, message);
    }

    /** From now on each command is applied and its answer goes through this. */
    void answering(UnaryOperator<Future<?>> how) {
        answering = how;
    }

    @Override
    @SuppressWarnings("unchecked") // what goes through is the answer to the same command
    public <R> Future<R> submit(String user, UserCommand<R> command) {
        submitted.add(command);
        StoreException failing = failure;
        return failing != null
                ? Future.failedFuture(failing)
                : (Future<R>) answering.apply(Future.succeededFuture(apply(user, command)));
    }

    /** Applies a command behind everybody's back. */
    public <R> R apply(String user, UserCommand<R> command) {
        List<R> outcome = new ArrayList<>();
        entries.compute(user, (name, state) -> {
            Transition<R> transition = command.apply(state == null ? UserState.ABSENT : state, new Writer("owner"));
            outcome.add(transition.outcome());
            return transition.next().isAbsent() ? null : transition.next();
        });
        return outcome.get(0);
    }
}
