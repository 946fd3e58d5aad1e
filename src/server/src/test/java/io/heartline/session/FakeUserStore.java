package io.heartline.session;

import io.heartline.store.StoreException;
import io.heartline.store.UserStore;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.Writer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One user's entry. The test applies and answers its commands one by one, in order. */
public final class FakeUserStore implements UserStore {
    /** A command on its way. */
    private record Flight<R>(UserCommand<R> command, Promise<R> promise) {}

    public UserState state = UserState.ABSENT;
    public final List<UserCommand<?>> submitted = new ArrayList<>();
    private final Deque<Flight<?>> going = new ArrayDeque<>();
    private final Deque<Runnable> coming = new ArrayDeque<>();

    @Override
    public <R> Future<R> submit(String user, UserCommand<R> command) {
        Promise<R> promise = Promise.promise();
        submitted.add(command);
        going.add(new Flight<>(command, promise));
        return promise.future();
    }

    /** Applies a command as another node would. */
    public <R> R apply(UserCommand<R> command) {
        var transition = command.apply(state, new Writer("n"));
        state = transition.next();
        return transition.outcome();
    }

    public boolean canApply() {
        return !going.isEmpty();
    }

    /** The oldest command on its way. */
    @Nullable
    public UserCommand<?> next() {
        return going.isEmpty() ? null : going.element().command();
    }

    /** The oldest command on its way takes effect. */
    public void applyNext() {
        applied(going.remove());
    }

    private <R> void applied(Flight<R> flight) {
        R outcome = apply(flight.command());
        coming.add(() -> flight.promise().complete(outcome));
    }

    public boolean canAnswer() {
        return !coming.isEmpty();
    }

    /** The oldest outcome arrives. */
    public void answerNext() {
        coming.remove().run();
    }

    /** The oldest command on its way fails; it took effect only if the outcome is unknown. */
    public void failNext(StoreException.Kind kind) {
        Flight<?> flight = going.remove();
        if (kind == StoreException.Kind.OUTCOME_UNKNOWN) {
            apply(flight.command());
        }
        coming.add(() -> flight.promise().fail(new StoreException(kind, "as the test says")));
    }

    /** Lets everything take effect and arrive. */
    public void settle() {
        while (canApply() || canAnswer()) {
            if (canApply()) {
                applyNext();
            }
            if (canAnswer()) {
                answerNext();
            }
        }
    }

    /** The commands and outcomes in flight. */
    public String inFlight() {
        return going.stream().map(flight -> flight.command().toString()).toList() + "/" + coming.size();
    }

    /** The commands of one kind that were submitted. */
    public <C> List<C> submitted(Class<C> kind) {
        return submitted.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
