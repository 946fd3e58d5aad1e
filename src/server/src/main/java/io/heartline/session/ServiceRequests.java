package io.heartline.session;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.internal.JsonSlice;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.Json;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends clients' requests to services over the event bus, and returns the answers. Only addresses in the configuration
 * are allowed.
 */
public final class ServiceRequests {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final String PREFIX = "heartline.inbound.";

    /** The sender of a request. */
    public record Caller(String user, String device, String session) {}

    private final EventBus bus;
    private final Set<String> allowed;
    private final int mostBytes;

    public ServiceRequests(EventBus bus, SessionConfig config) {
        this.bus = bus;
        this.allowed = config.inbound();
        this.mostBytes = config.maxFrameBytes();
    }

    /** Tells whether clients may send to an address. */
    boolean allows(String to) {
        return allowed.contains(to);
    }

    /** Sends a request to an allowed address; returns the answer for the client, and never fails. */
    Future<ServerFrame> request(Caller caller, ClientFrame.Send send) {
        String ref = send.ref();
        return Future.succeededFuture()
                .compose(begin -> bus.request(PREFIX + send.to(), Json.decodeValue(send.body()), options(caller)))
                .map(reply -> answer(ref, reply.body()))
                .otherwise(failure -> failed(ref, failure));
    }

    /** Sends a text to an allowed address without waiting for an answer; fails if it could not be sent. */
    public Future<Void> forward(Caller caller, String to, String text) {
        return bus.<String>sender(PREFIX + to, options(caller)).write(text);
    }

    private static DeliveryOptions options(Caller caller) {
        return new DeliveryOptions()
                .setSendTimeout(WITHIN.toMillis())
                .addHeader("user", caller.user())
                .addHeader("device", caller.device())
                .addHeader("session", caller.session());
    }

    static ServerFrame forbidden(String ref) {
        return error(ref, "FORBIDDEN", "clients may not send to this address");
    }

    static ServerFrame busy(String ref) {
        return error(ref, "BUSY", "too many requests of this session are unanswered");
    }

    private ServerFrame answer(String ref, @Nullable Object value) {
        Buffer body = value instanceof Buffer raw ? checked(raw) : Json.encodeToBuffer(value);
        return body.length() > mostBytes
                ? error(ref, "PAYLOAD_TOO_LARGE", "the answer is larger than " + mostBytes + " bytes")
                : new ServerFrame.Reply(ref, body);
    }

    /** Refuses a body that is no JSON: it would break the frame around it. */
    private static Buffer checked(Buffer raw) {
        JsonSlice.of(raw.getBytes());
        return raw;
    }

    private static ServerFrame failed(String ref, Throwable failure) {
        ReplyFailure kind = failure instanceof ReplyException reply ? reply.failureType() : ReplyFailure.ERROR;
        if (kind == ReplyFailure.NO_HANDLERS) {
            return error(ref, "NO_SERVICE", "no service listens at this address");
        }
        if (kind == ReplyFailure.TIMEOUT) {
            return error(ref, "TIMEOUT", "the service did not answer in time");
        }
        String message = kind == ReplyFailure.RECIPIENT_FAILURE ? failure.getMessage() : null;
        return error(ref, "FAILED", message == null ? "the service failed" : message);
    }

    private static ServerFrame error(String ref, String code, String message) {
        return new ServerFrame.ReplyError(ref, code, message);
    }
}
