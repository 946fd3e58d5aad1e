package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, up to a limit. Runs on the event loop of the request. */
final class BodyReader {
    private final int limit;
    private Buffer body = Buffer.buffer();
    /** Null once it is completed: the request refers to this reader until it is answered, and must not keep the body. */
    private @Nullable Promise<Buffer> whole;

    private BodyReader(int limit, Promise<Buffer> whole) {
        this.limit = limit;
        this.whole = whole;
    }

    /**
     * Reads the whole body. Fails with {@link ProblemException} if it is longer than {@code limit} bytes, as soon as
     * that is known, or takes longer than {@code within}. Never completes if the client disconnects before; what has come is
     * forgotten then.
     */
    static Future<Buffer> read(HttpServerRequest request, int limit, Duration within) {
        if (announced(request) > limit) {
            return Future.failedFuture(tooLarge(limit));
        }
        Promise<Buffer> whole = Promise.promise();
        BodyReader reader = new BodyReader(limit, whole);
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setTimer(within.toMillis(), late -> reader.fail(tooSlow(within)));
        request.handler(reader::onChunk).endHandler(reader::onEnd).exceptionHandler(gone -> {
            vertx.cancelTimer(timer);
            reader.forget();
        });
        goOn(request);
        return whole.future().onComplete(read -> vertx.cancelTimer(timer));
    }

    /** Sends 100 Continue if the client waits for it. */
    static void goOn(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    private void onChunk(Buffer chunk) {
        if (whole == null) {
            return; // the request has failed already
        }
        if (body.length() + chunk.length() > limit) {
            fail(tooLarge(limit));
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void onEnd(Void end) {
        Promise<Buffer> waiting = whole;
        if (waiting != null) {
            Buffer content = body;
            forget();
            waiting.complete(content);
        }
    }

    private void fail(ProblemException fault) {
        Promise<Buffer> waiting = whole;
        if (waiting != null) {
            forget();
            waiting.fail(fault);
        }
    }

    private void forget() {
        whole = null;
        body = Buffer.buffer();
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            throw Problem.of(ErrorCode.BAD_REQUEST, "The header Content-Length is not a number.")
                    .exception();
        }
    }

    private static ProblemException tooSlow(Duration within) {
        String detail = "The request did not come in full within " + within.toMillis() + " milliseconds.";
        return Problem.of(ErrorCode.REQUEST_TIMEOUT, detail).exception();
    }

    private static ProblemException tooLarge(int limit) {
        return Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The request is longer than " + limit + " bytes.")
                .exception();
    }
}
