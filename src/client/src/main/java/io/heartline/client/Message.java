package io.heartline.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A push as it reached this device.
 *
 * <p>Guarantee: {@code id} is the same each time the push comes; {@code epoch} and {@code seq} too, unless the epoch
 * changed. A transient push has neither: its epoch is empty and its seq 0.
 *
 * @param at when it was accepted, in milliseconds since 1970
 * @param body the JSON text, byte for byte as it was published
 */
public record Message(String epoch, long seq, String id, long at, Buffer body) {

    /** The body as Vert.x reads JSON: a JsonObject, JsonArray, String, Number, Boolean, or null. */
    public @Nullable Object json() {
        return Json.decodeValue(body);
    }

    /** The body, where it is an object; throws {@link ClassCastException} where it is not. */
    public JsonObject object() {
        return (JsonObject) Json.decodeValue(body);
    }

    /** Without the body, which has no place in a log. */
    @Override
    public String toString() {
        return "Message[epoch=" + epoch + ", seq=" + seq + ", id=" + id + ", at=" + at + ", body=" + body.length()
                + " bytes]";
    }
}
