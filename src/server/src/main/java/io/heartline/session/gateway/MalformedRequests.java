package io.heartline.session.gateway;

import io.heartline.session.transport.MalformedRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/** The refusals of requests that can't be decoded. */
final class MalformedRequests {
    private MalformedRequests() {}

    static ConnectionRefusal refusal(HttpServerRequest request, HttpRules rules) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            return new ConnectionRefusal(414, "URI_TOO_LONG", tooLong("request line", rules.maxLineBytes()), 0);
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new ConnectionRefusal(431, "HEADERS_TOO_LARGE", tooLong("headers", rules.maxHeaderBytes()), 0);
        }
        String detail = cause instanceof MalformedRequest
                ? String.valueOf(cause.getMessage())
                : "The request is malformed HTTP/1.1.";
        return new ConnectionRefusal(400, "BAD_REQUEST", detail, 0);
    }

    private static String tooLong(String part, int most) {
        return "The request has more than " + most + " bytes of " + part + " (option --max-header-bytes).";
    }
}
