package io.heartline.session.gateway;

import io.heartline.session.transport.ByteBudget;
import io.heartline.session.transport.RequestDeadline;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The body of one request while it comes, within a size, a time and a budget. Owned by its gateway's event loop. */
final class LimitedBody {
    private static final int RETRY_SECONDS = 5;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final int mostBytes;
    private final ByteBudget.Share held;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean over;

    /** @param held counts the bytes; the caller releases it when it has the whole body */
    LimitedBody(Vertx vertx, HttpServerRequest request, int mostBytes, ByteBudget.Share held) {
        this.vertx = vertx;
        this.request = request;
        this.mostBytes = mostBytes;
        this.held = held;
    }

    /** Reads the body, and calls one of both; none of them if the client is gone. */
    void read(Consumer<Buffer> whole, Consumer<ConnectionRefusal> refused) {
        if (declaredLength() > mostBytes) {
            refused.accept(tooLarge());
            return;
        }
        timer = vertx.setTimer(RequestDeadline.PROMPTLY.toMillis(), late -> refuse(refused, tooLate()));
        request.exceptionHandler(gone -> {
            if (stop()) {
                held.release();
            }
        });
        request.handler(part -> {
            ConnectionRefusal fault = over ? null : add(part);
            if (fault != null) {
                refuse(refused, fault);
            }
        });
        request.endHandler(end -> {
            if (stop()) {
                whole.accept(body);
            }
        });
    }

    /** Ignores all that follows; false if that was so before. */
    private boolean stop() {
        boolean first = !over;
        over = true;
        vertx.cancelTimer(timer);
        return first;
    }

    private @Nullable ConnectionRefusal add(Buffer part) {
        if (body.length() + part.length() > mostBytes) {
            return tooLarge();
        }
        if (!held.take(part.length())) {
            return full();
        }
        body.appendBuffer(part);
        return null;
    }

    private void refuse(Consumer<ConnectionRefusal> refused, ConnectionRefusal refusal) {
        if (stop()) {
            held.release();
            refused.accept(refusal);
        }
    }

    /** The length by the head of the request; 0 if that does not say. */
    private long declaredLength() {
        try {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0; // the codec refuses it
        }
    }

    private ConnectionRefusal tooLarge() {
        return new ConnectionRefusal(
                413, "PAYLOAD_TOO_LARGE", "the content of this request may have " + mostBytes + " bytes", 0);
    }

    private static ConnectionRefusal tooLate() {
        return new ConnectionRefusal(408, "REQUEST_TIMEOUT", "the content of this request did not come in time", 0);
    }

    private static ConnectionRefusal full() {
        return new ConnectionRefusal(
                503, "UNAVAILABLE", "this node holds as many bytes of unfinished requests as it may", RETRY_SECONDS);
    }
}
