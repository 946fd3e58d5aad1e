package io.heartline.client;

import io.heartline.client.internal.ClientContext;
import io.heartline.client.internal.ClientSettings;
import io.heartline.client.internal.Connector;
import io.heartline.client.internal.ContextLoop;
import io.heartline.client.internal.Loop;
import io.heartline.client.internal.RequestArguments;
import io.heartline.client.internal.SocketDialer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device of one user. Stays connected, hands each message to the application once and in order, and acknowledges
 * the messages that the application has finished.
 *
 * <p>Guarantees:
 * <ul>
 *   <li>Threading: it lives on one Vert.x context, the caller's or a new one. Every method may be called from any
 *       thread; the listener is called, and Futures complete, on that context.
 *   <li>Order: messages are handed over one at a time, in order of their seq.
 *   <li>Once: each (epoch, seq) is handed to a handler that succeeds once, and each id once if the epoch changed. This
 *       holds across connections always, and across restarts as far as the {@link PositionStore} keeps the position.
 *   <li>Bounds: it holds at most the server's window of messages, 32 requests and {@code idsKept} ids.
 *   <li>It never stops in silence: it is connected, or connecting, or {@link ClientState.Stopped} with a reason.
 * </ul>
 *
 * <pre>{@code
 * HeartlineClient client = HeartlineClient.create(
 *         vertx,
 *         new ClientOptions("ws://127.0.0.1:8080").user("alice").store(PositionStore.file(vertx, Path.of("alice.json"))),
 *         message -> orders.save(message.object()));
 * client.start();
 * ...
 * client.stop();
 * }</pre>
 */
public final class HeartlineClient {
    private final Loop loop;
    private final Connector connector;
    /** Written by the context only, read by any thread. */
    private volatile ClientState state = new ClientState.Idle();

    HeartlineClient(ClientContext context) {
        this.loop = context.loop();
        this.connector = new Connector(context, next -> state = next);
    }

    /** Creates a client that is not started. The options may be used for another client, but not the store. */
    public static HeartlineClient create(Vertx vertx, ClientOptions options, ClientListener listener) {
        ClientSettings settings = options.settings();
        return new HeartlineClient(new ClientContext(
                new ContextLoop(vertx.getOrCreateContext()),
                new SocketDialer(vertx, settings.socket),
                new SecureRandom(),
                settings,
                listener));
    }

    /** Connects, and reconnects when needed. Does nothing if the client is started; starts a stopped client again. */
    public void start() {
        loop.run(connector::start);
    }

    /**
     * Stops; the server keeps the device. Waits up to {@code closeWithin} for the handler at work, the store and the
     * last acknowledgement. Succeeds once the state is stopped.
     */
    public Future<Void> stop() {
        return onLoop(done -> connector.stop(new StopReason.Asked()).onComplete(done));
    }

    /**
     * Stops, and gives up the device: the server no longer keeps it, nor messages for it. Otherwise like {@link #stop}.
     * The result is true if the server received it.
     */
    public Future<Boolean> bye() {
        return onLoop(done -> connector
                .stop(new StopReason.Bye(false))
                .map(gone -> connector.state() instanceof ClientState.Stopped stopped
                        && stopped.why() instanceof StopReason.Bye bye
                        && bye.received())
                .onComplete(done));
    }

    /** Ends a wait at once, for programs that know that the network is back. Does nothing in any other state. */
    public void retryNow() {
        loop.run(connector::retryNow);
    }

    /**
     * Sends a request to a service and returns its answer, as JSON text. Not repeated if the connection is lost.
     *
     * <p>Fails with {@link SendFailure}, or with {@link IllegalArgumentException} if the service has no name or the body is not
     * JSON that the server reads; then nothing is sent.
     *
     * @param to the service's name, as the server's configuration lists it
     * @param body a Buffer that holds one JSON value, or a value that Vert.x writes as JSON
     */
    public Future<Buffer> send(String to, @Nullable Object body) {
        Buffer json;
        try {
            json = RequestArguments.body(body);
            RequestArguments.checkService(to);
        } catch (IllegalArgumentException fault) {
            return Future.failedFuture(fault);
        }
        return onLoop(done -> connector.send(to, json).onComplete(done));
    }

    /** Current state; may be read from any thread. */
    public ClientState state() {
        return state;
    }

    private <T> Future<T> onLoop(Consumer<Promise<T>> task) {
        Promise<T> done = Promise.promise();
        loop.run(() -> task.accept(done));
        return done.future();
    }
}
