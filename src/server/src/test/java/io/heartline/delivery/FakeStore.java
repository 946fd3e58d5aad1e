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

    /** Makes every command from now on fail with this error. */
    void fail(StoreException.Kind kind, String message) {
        failure = new StoreException(kind, message);
    }

    /** Applies each command from now on, and passes its answer through this function. */
    void answering(UnaryOperator<Future<?>> how) {
        answering = how;
    }

    @Override
    @SuppressWarnings("unchecked") // the function returns the answer to the same command
    public <R> Future<R> submit(String user, UserCommand<R> command) {
        submitted.add(command);
        StoreException failing = failure;
        return failing != null
                ? Future.failedFuture(failing)
                : (Future<R>) answering.apply(Future.succeededFuture(apply(user, command)));
    }

    /** Applies a command directly, as another node would. */
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
