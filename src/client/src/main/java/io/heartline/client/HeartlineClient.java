package io.heartline.client;

import io.heartline.protocol.JsonSlice;
import io.heartline.protocol.MalformedJson;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device of one user: stays connected, hands each message to the application once and in order, and acknowledges what
 * the application has finished.
 *
 * <p>Guarantees:
 * <ul>
 *   <li>Threading: it lives on one Vert.x context, the caller's or a new one. Every method may be called from any thread;
 *       the listener is called, and Futures complete, on that context.
 *   <li>Order: messages are handed over one at a time, in order of their seq.
 *   <li>Once: each (epoch, seq) is handed to a handler that succeeds once, and each id once where the epoch changed; over
 *       reconnections always, over restarts as well as the {@link PositionStore} keeps it.
 *   <li>Bounds: it holds at most the server's window of messages, 32 requests and {@code idsKept} ids.
 *   <li>It never gives up in silence: it is connected, or on its way, or {@link ClientState.Stopped} with a reason.
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
    /** For readers on other threads; only the context writes it. */
    private volatile ClientState state = new ClientState.Idle();

    HeartlineClient(Site site) {
        this.loop = site.loop();
        this.connector = new Connector(site, next -> state = next);
    }

    /** A client that has not been started; options may be used again for another one, the store may not. */
    public static HeartlineClient create(Vertx vertx, ClientOptions options, ClientListener listener) {
        ClientOptions chosen = options.copy();
        return new HeartlineClient(new Site(
                new ContextLoop(vertx.getOrCreateContext()),
                new SocketDialer(vertx, chosen.socket),
                new SecureRandom(),
                chosen,
                listener));
    }

    /** Connects, and stays so. Changes nothing where it has been started; starts again once it has stopped. */
    public void start() {
        loop.run(connector::start);
    }

    /**
     * Stops; the device is kept. The handler at work, the store and the last acknowledgement are waited for, within
     * {@code closeWithin}. Succeeds once the state is stopped.
     */
    public Future<Void> stop() {
        return onLoop(done -> connector.leave(new StopReason.Asked()).onComplete(done));
    }

    /**
     * Ends the line: the device is no longer kept, and what it was still owed is not owed to it any more. Otherwise like
     * {@link #stop}. The answer says whether the server heard it.
     */
    public Future<Boolean> bye() {
        return onLoop(done -> connector
                .leave(new StopReason.Bye(false))
                .map(gone -> connector.state() instanceof ClientState.Stopped stopped
                        && stopped.why() instanceof StopReason.Bye bye
                        && bye.told())
                .onComplete(done));
    }

    /** Ends a wait: for programs that learn of a network that is back. Changes nothing in any other state. */
    public void retryNow() {
        loop.run(connector::retryNow);
    }

    /**
     * Asks a service and gives its answer, as JSON text. Not repeated where the connection is lost.
     *
     * <p>Fails with {@link SendFailure}, or with {@link IllegalArgumentException} where the body is no JSON.
     *
     * @param to the service's name, as the server's configuration lists it
     * @param body a Buffer that holds one JSON value, or a value that Vert.x writes as JSON
     */
    public Future<Buffer> send(String to, @Nullable Object body) {
        Buffer json;
        try {
            json = body instanceof Buffer text ? JsonSlice.of(text.getBytes()).buffer() : Json.encodeToBuffer(body);
        } catch (MalformedJson | EncodeException fault) {
            return Future.failedFuture(new IllegalArgumentException("the body is no JSON value", fault));
        }
        return onLoop(done -> connector.send(to, json).onComplete(done));
    }

    /** Where it stands now; from any thread. */
    public ClientState state() {
        return state;
    }

    private <T> Future<T> onLoop(Consumer<Promise<T>> task) {
        Promise<T> done = Promise.promise();
        loop.run(() -> task.accept(done));
        return done.future();
    }
}
