package io.heartline.session.transport;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.shareddata.LocalMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the SockJS sessions of this process by their ids, and carries the requests of clients to them over the event bus,
 * within this process only. Requests arrive on connections of any event loop; a session belongs to one. May be used on any
 * event loop.
 */
public final class SockJsBus {
    /** The timeout of a request: longer than a poll stays unanswered. */
    private static final long WITHIN_MILLIS = SockJsFrames.HEARTBEAT_MILLIS + 15_000;

    private static final String PREFIX = "heartline.sockjs.";
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(WITHIN_MILLIS);

    /** The kinds of requests to a session, in their order. */
    enum Kind {
        /** Answered with the next frame, when one is written. */
        POLL,
        /** The frame was written to the response. */
        TAKEN,
        /** The frame could not be written, or the client closed its poll. */
        GONE,
        /** Texts of the client; answered when the session has received them. */
        TEXTS
    }

    private static final String KIND = "kind";

    private final EventBus bus;
    /** The open sessions of all gateways by id. */
    private final LocalMap<String, SockJsSession> sessions;

    public SockJsBus(Vertx vertx) {
        bus = vertx.eventBus();
        sessions = vertx.sharedData().getLocalMap(PREFIX + "sessions");
    }

    /** The open session with this id; null if this process has none. */
    public @Nullable SockJsSession find(String id) {
        return sessions.get(id);
    }

    /** The next frame of the session; null if the session is over. Fails if the session does not answer. */
    Future<@Nullable String> poll(SockJsSession session) {
        return bus.<String>request(PREFIX + session.address(), Buffer.buffer(), as(Kind.POLL))
                .map(Message::body)
                .recover(SockJsBus::orNothing);
    }

    /** Sends texts to the session; answers "sent", or null if the session is over. */
    public Future<@Nullable String> texts(SockJsSession session, Buffer frame) {
        return bus.<String>request(PREFIX + session.address(), frame, as(Kind.TEXTS))
                .map(Message::body)
                .recover(SockJsBus::orNothing);
    }

    void taken(SockJsSession session) {
        bus.send(PREFIX + session.address(), Buffer.buffer(), as(Kind.TAKEN));
    }

    void gone(SockJsSession session) {
        bus.send(PREFIX + session.address(), Buffer.buffer(), as(Kind.GONE));
    }

    private static DeliveryOptions as(Kind kind) {
        return new DeliveryOptions(LOCAL).addHeader(KIND, kind.name());
    }

    private static Future<@Nullable String> orNothing(Throwable failure) {
        boolean nobody = failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return nobody ? Future.succeededFuture(null) : Future.failedFuture(failure);
    }

    /** Registers the calling event loop for the requests of a session, before others can find it. */
    MessageConsumer<Buffer> listen(SockJsSession session, Handler<Message<Buffer>> handler) {
        return bus.localConsumer(PREFIX + session.address(), handler);
    }

    /** Opens a session, unless one with its id is open; returns the one that is open then. */
    SockJsSession open(SockJsSession session) {
        SockJsSession earlier = sessions.putIfAbsent(session.id(), session);
        return earlier == null ? session : earlier;
    }

    /** Forgets a session that is over. */
    void close(SockJsSession session) {
        sessions.removeIfPresent(session.id(), session);
    }

    static Kind kind(Message<Buffer> message) {
        return Kind.valueOf(message.headers().get(KIND));
    }
}
