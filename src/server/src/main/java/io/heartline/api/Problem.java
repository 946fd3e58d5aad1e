package io.heartline.api;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as it is told: a problem document (RFC 9457) over HTTP, a code and a message elsewhere.
 *
 * @param detail a sentence that names what was wrong; never a payload or a key
 * @param field the field of the request that is at fault; null where it is none in particular
 * @param id the id under which the push can be repeated; null where that is not the remedy
 * @param retryAfter when to try again; null where waiting does not help
 */
record Problem(
        ErrorCode code,
        String detail,
        @Nullable String field,
        @Nullable String id,
        @Nullable Duration retryAfter) {

    /** How long to stay away from a node that can't serve now: about as long as it takes to notice that another left. */
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

    /** As an exception, from where the fault was found to where it is told. */
    ProblemException exception() {
        return new ProblemException(this);
    }

    /** The problem document. Its type is left out of account: the code says more than a second name would. */
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
