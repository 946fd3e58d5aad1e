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
 * How requests reach the SockJS session that they belong to. They arrive on connections of any event loop; the session
 * belongs to one. The event bus carries what is asked, within this process only. Any event loop.
 */
public final class SockJsBus {
    /** Longer than a poll stays unanswered. */
    private static final long WITHIN_MILLIS = SockJsFrames.HEARTBEAT_MILLIS + 15_000;

    private static final String PREFIX = "heartline.sockjs.";
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(WITHIN_MILLIS);

    /** What is asked of a session, in the order in which it is. */
    enum Kind {
        /** Answered with a frame, once there is one. */
        POLL,
        /** The frame was written. */
        TAKEN,
        /** The frame could not be written, or nobody waits for one any more. */
        GONE,
        /** Texts of the client; answered when they have been heard. */
        TEXTS
    }

    private static final String KIND = "kind";

    private final EventBus bus;

    public SockJsBus(EventBus bus) {
        this.bus = bus;
    }

    /** The frame that the session has next; null where there is no such session. Fails where it does not answer. */
    Future<@Nullable String> poll(String session) {
        return bus.<String>request(PREFIX + session, Buffer.buffer(), as(Kind.POLL))
                .map(Message::body)
                .recover(SockJsBus::orNothing);
    }

    /** Hands texts to the session; answers "sent", or null where there is no such session. */
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

    /** Hears on the calling event loop what is asked of this session. */
    MessageConsumer<Buffer> open(String session, Handler<Message<Buffer>> handler) {
        return bus.localConsumer(PREFIX + session, handler);
    }

    static Kind kind(Message<Buffer> message) {
        return Kind.valueOf(message.headers().get(KIND));
    }
}
