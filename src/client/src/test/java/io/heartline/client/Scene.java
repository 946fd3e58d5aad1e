package io.heartline.client;

import io.heartline.client.internal.ClientContext;
import io.heartline.client.internal.MovedLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A client, the server it dials and the application behind it, all on a moved clock. */
final class Scene implements ClientListener {
    /** Random numbers that make every wait as long as possible. */
    private static final class Slowest implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0x7f3aL;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    /** A store that fails or is slow on request. */
    static final class Store implements PositionStore {
        Optional<SavedPosition> saved = Optional.empty();
        RuntimeException failure;
        /** Result of a save; null is success at once. */
        Promise<Void> slow;

        @Override
        public Future<Optional<SavedPosition>> load() {
            return failure == null ? Future.succeededFuture(saved) : Future.failedFuture(failure);
        }

        @Override
        public Future<Void> save(SavedPosition position) {
            if (failure != null) {
                throw failure;
            }
            saved = Optional.of(position);
            return slow == null ? Future.succeededFuture() : slow.future();
        }
    }

    final MovedLoop loop = new MovedLoop();
    final FakeServer server = new FakeServer(loop);
    final Store store;
    final ClientOptions options;
    final HeartlineClient client;

    final List<String> handed = new ArrayList<>();
    final List<String> hints = new ArrayList<>();
    final List<ClientState> states = new ArrayList<>();
    final List<Throwable> faults = new ArrayList<>();
    /** Result of the handler; null is success at once. */
    Promise<Void> work;

    Promise<Void> reload;
    RuntimeException handlerFailure;
    /** Called by the handler. */
    Runnable onHandled = () -> {};

    Consumer<ClientState> onStateChanged = state -> {};
    /** Number of tries at each call of {@code onFailed}. */
    final List<Integer> failedTries = new ArrayList<>();
    /** Answer of {@code onFailed}. */
    Future<FailureDecision> decision = Future.succeededFuture(FailureDecision.RETRY);

    RuntimeException reloadFailure;
    int resets;

    Scene(ClientOptions options, Store store) {
        this.options = options;
        this.store = store;
        this.client = new HeartlineClient(new ClientContext(
                loop, server, new Slowest(), options.store(store).settings(), this));
    }

    Scene(ClientOptions options) {
        this(options, new Store());
    }

    Scene() {
        this(new ClientOptions("ws://one", "ws://two").user("alice"));
    }

    /** A started client that is online at the beginning of an epoch. */
    static Scene online() {
        return new Scene().start("e1", 0);
    }

    Scene start(String epoch, long seq) {
        client.start();
        server.line().open().welcome(epoch, seq, false);
        return this;
    }

    /** Lets the wait pass, and connects again. */
    FakeServer.Line again(String epoch, long seq, boolean resumed) {
        loop.pass(state(ClientState.Waiting.class).millis());
        return server.line().open().welcome(epoch, seq, resumed);
    }

    <T extends ClientState> T state(Class<T> kind) {
        return kind.cast(client.state());
    }

    StopReason why() {
        return state(ClientState.Stopped.class).why();
    }

    @Override
    public Future<?> onMessage(Message message) {
        handed.add(message.id());
        onHandled.run();
        if (handlerFailure != null) {
            throw handlerFailure;
        }
        return work == null ? Future.succeededFuture() : work.future();
    }

    @Override
    public void onTransient(Message message) {
        hints.add(message.id());
    }

    @Override
    public Future<?> onReset() {
        resets++;
        if (reloadFailure != null) {
            throw reloadFailure;
        }
        return reload == null ? Future.succeededFuture() : reload.future();
    }

    @Override
    public Future<FailureDecision> onFailed(Message message, Throwable failure, int tries) {
        failedTries.add(tries);
        return decision;
    }

    @Override
    public void onState(ClientState state) {
        states.add(state);
        onStateChanged.accept(state);
    }

    @Override
    public void onFault(Throwable fault) {
        faults.add(fault);
    }
}
