package io.heartline.session.transport;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of SockJS clients to their sessions over the event bus, within this process only. Requests
 * arrive on connections of any event loop; a session belongs to one. May be used on any event loop.
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

    public SockJsBus(EventBus bus) {
        this.bus = bus;
    }

    /** The next frame of the session; null if the session does not exist. Fails if the session does not answer. */
    Future<@Nullable String> poll(String session) {
        return bus.<String>request(PREFIX + session, Buffer.buffer(), as(Kind.POLL))
                .map(Message::body)
                .recover(SockJsBus::orNothing);
    }

    /** Sends texts to the session; answers "sent", or null if the session does not exist. */
    public Future<@Nullable String> texts(String session, Buffer frame) {
        return bus.<String>request(PREFIX + session, frame, as(Kind.TEXTS))
                .map(Message::body)
                .recover(SockJsBus::orNothing);
    }

    void taken(String session) {
        bus.send(PREFIX + session, Buffer.buffer(), as(Kind.TAKEN));
    }

    void gone(String session) {
        bus.send(PREFIX + session, Buffer.buffer(), as(Kind.GONE));
    }

    private static DeliveryOptions as(Kind kind) {
        return new DeliveryOptions(LOCAL).addHeader(KIND, kind.name());
    }

    private static Future<@Nullable String> orNothing(Throwable failure) {
        boolean nobody = failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS;
        return nobody ? Future.succeededFuture(null) : Future.failedFuture(failure);
    }

    /** Registers the calling event loop for the requests of a session. */
    MessageConsumer<Buffer> open(String session, Handler<Message<Buffer>> handler) {
        return bus.localConsumer(PREFIX + session, handler);
    }

    static Kind kind(Message<Buffer> message) {
        return Kind.valueOf(message.headers().get(KIND));
    }
}
