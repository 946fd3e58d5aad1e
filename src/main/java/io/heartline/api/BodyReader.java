package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Reads the body of a request, up to a limit. On the event loop of the request. */
final class BodyReader {
    private final Promise<Buffer> read = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private final int limit;

    private BodyReader(int limit) {
        this.limit = limit;
    }

    /**
     * The whole body. Fails with {@link Refused} where it is longer than {@code limit} bytes, as soon as that is known;
     * never completes where the client went away.
     */
    static Future<Buffer> read(HttpServerRequest request, int limit) {
        if (announced(request) > limit) {
            return Future.failedFuture(tooLarge(limit));
        }
        BodyReader reader = new BodyReader(limit);
        request.handler(reader::onChunk).endHandler(reader::onEnd).exceptionHandler(gone -> {});
        goOn(request);
        return reader.read.future();
    }

    /** Asks a client for its body that waits to be asked. */
    static void goOn(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    private void onChunk(Buffer chunk) {
        if (body.length() + chunk.length() > limit) {
            read.tryFail(tooLarge(limit));
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void onEnd(Void end) {
        read.tryComplete(body);
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            throw Problem.of(ErrorCode.BAD_REQUEST, "The header Content-Length is not a number.")
                    .refused();
        }
    }

    private static Refused tooLarge(int limit) {
        return Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The request is longer than " + limit + " bytes.")
                .refused();
    }
}
