package io.heartline.client;

import io.vertx.core.Future;
import java.lang.System.Logger.Level;

/**
 * The application's side of a {@link HeartlineClient}. A lambda that handles messages will do; the rest has defaults.
 *
 * <p>Guarantees: every call comes on the client's context, one at a time, and must not block. What is thrown counts as a
 * failure and never harms the client.
 *
 * <pre>{@code
 * ClientListener listener = message -> orders.save(message.object());   // acknowledged once the Future has succeeded
 * }</pre>
 */
@FunctionalInterface
public interface ClientListener {
    /**
     * A message. The next one follows when the Future has completed; then this one counts as finished, and is
     * acknowledged soon. A failure, or what is thrown, makes the same message come again after a while.
     *
     * <p>Each is handed over in order of its {@code seq} and once, whatever the server sends again; once more only where
     * the program ended after the handler did and before the store was told, or the handler failed.
     */
    Future<?> onMessage(Message message);

    /** A transient message: at once, in no order against the others, and only while online. */
    default void onTransient(Message message) {}

    /**
     * The server does not go on where this device was: messages may be missing, and the application should load anew what
     * it built from them. What comes afterwards waits until the Future has completed; a failure makes the call come again.
     */
    default Future<?> onReset() {
        return Future.succeededFuture();
    }

    /** The handler has failed {@code maxTries} times with this message; nothing else is handed over until the verdict. */
    default Future<FailureDecision> onGivenUp(Message message, Throwable failure) {
        return Future.succeededFuture(FailureDecision.STOP);
    }

    /** The state has changed, {@link ClientState.Stopped} included. */
    default void onState(ClientState state) {}

    /** Something failed that the client goes on from: the store, or the listener itself. */
    default void onFault(Throwable fault) {
        System.getLogger("io.heartline.client").log(Level.WARNING, "the client goes on after a fault", fault);
    }
}
