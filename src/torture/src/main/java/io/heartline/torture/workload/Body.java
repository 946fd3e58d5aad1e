package io.heartline.torture.workload;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The bodies of messages: the message's number, bare or in a small object. */
final class Body {
    /** The number of a body that is not one of the harness. */
    static final long NONE = -1;

    private Body() {}

    static Object of(long number) {
        return number % 2 == 0 ? number : new JsonObject().put("n", number).put("text", "message " + number);
    }

    static long number(@Nullable Object body) {
        Object number = body instanceof JsonObject object ? object.getValue("n") : body;
        return number instanceof Number found ? found.longValue() : NONE;
    }
}
