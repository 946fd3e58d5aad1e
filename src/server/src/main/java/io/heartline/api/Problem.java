package io.heartline.api;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A problem: a problem document (RFC 9457) over HTTP, a code and a message elsewhere.
 *
 * @param detail a sentence that names the fault; never a payload or a key
 * @param field the field of the request at fault; null if no particular one is
 * @param id the id with which the push can be repeated; null if that does not help
 * @param retryAfter the time after which to retry; null if waiting does not help
 */
record Problem(
        ErrorCode code,
        String detail,
        @Nullable String field,
        @Nullable String id,
        @Nullable Duration retryAfter) {

    /** The time to stay away from a node that can't serve now: about as long as the cluster needs to notice a loss. */
    private static final Duration UNTIL_SERVED = Duration.ofSeconds(2);

    static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, null, null, null);
    }

    /** A field that is missing, unknown or has a wrong value. */
    static Problem inField(String field, String detail) {
        return new Problem(ErrorCode.BAD_REQUEST, detail, field, null, null);
    }

    static Problem unavailable(String detail) {
        return new Problem(ErrorCode.UNAVAILABLE, detail, null, null, UNTIL_SERVED);
    }

    static Problem rateLimited(Duration retryAfter) {
        return new Problem(ErrorCode.RATE_LIMITED, "The publisher is over its rate.", null, null, retryAfter);
    }

    static Problem outcomeUnknown(String detail, String id) {
        return new Problem(ErrorCode.OUTCOME_UNKNOWN, detail, null, id, null);
    }

    /** The problem as an exception. */
    ProblemException exception() {
        return new ProblemException(this);
    }

    /** The problem document. Its type is {@code about:blank}, because the code says more. */
    JsonObject document() {
        JsonObject document = new JsonObject()
                .put("type", "about:blank")
                .put("title", code.title())
                .put("status", code.status())
                .put("detail", detail)
                .put("code", code.name());
        if (field != null) {
            document.put("field", field);
        }
        if (id != null) {
            document.put("id", id);
        }
        return document;
    }
}
