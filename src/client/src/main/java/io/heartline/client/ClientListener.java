package io.heartline.client;

import io.vertx.core.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Listener of a {@link HeartlineClient}, implemented by the application. A lambda that handles messages is enough; all
 * other methods have defaults.
 *
 * <p>Guarantees: calls come on the client's context, one at a time, and must not block. An exception or an error counts as
 * a failure and never harms the client.
 *
 * <pre>{@code
 * ClientListener listener = message -> orders.save(message.object());   // acknowledged once the Future has succeeded
 * }</pre>
 */
@FunctionalInterface
public interface ClientListener {
    /**
     * Handles a message. It counts as finished when the Future succeeds; then it is acknowledged soon, and the next one
     * is handed over. After a failure or an exception the same message is handed over again after a wait.
     *
     * <p>Messages come in order of their {@code seq} and once, even if the server sends one again. A message comes
     * again only if the handler failed, or if the program ended after the handler and before the store was written.
     */
    Future<?> onMessage(Message message);

    /** Handles a transient message: at once, in no order with other messages, and only while online. */
    default void onTransient(Message message) {}

    /**
     * Reloads the application's data: the server does not continue at the position of this device, and messages may be
     * missing. Messages wait until the Future has succeeded; after a failure the call is repeated after a wait.
     */
    default Future<?> onReset() {
        return Future.succeededFuture();
    }

    /**
     * Decides about a message that has failed {@code maxTries} times or more; called after each further failure. The
     * next try does not wait for the decision, and messages behind this one wait. A decision counts until the message
     * is finished or the client stops. The default logs the failure, without the body, and keeps trying.
     *
     * @param tries number of calls of {@link #onMessage} with this message since the client was started
     */
    default Future<FailureDecision> onFailed(Message message, Throwable failure, int tries) {
        logger().log(Level.WARNING, "message " + message.id() + " failed " + tries + " times", failure);
        return Future.succeededFuture(FailureDecision.RETRY);
    }

    /** The state has changed, {@link ClientState.Stopped} included. */
    default void onState(ClientState state) {}

    /**
     * A fault after which the client goes on: of the store, of {@link #onReset} or of the listener. The default logs
     * it.
     */
    default void onFault(Throwable fault) {
        logger().log(Level.WARNING, "the client goes on after a fault", fault);
    }

    private static Logger logger() {
        return System.getLogger("io.heartline.client");
    }
}
