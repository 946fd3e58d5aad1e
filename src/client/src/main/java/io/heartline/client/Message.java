package io.heartline.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Message for this device.
 *
 * <p>Guarantee: {@code id} is the same each time the message comes; {@code epoch} and {@code seq} too, unless the epoch
 * changed. A transient message has neither: its epoch is empty and its seq 0.
 *
 * @param at time at which the server accepted it, in milliseconds since 1970
 * @param body the JSON text, byte for byte as it was published
 */
public record Message(String epoch, long seq, String id, long at, Buffer body) {

    /** The body as Vert.x reads JSON: a JsonObject, JsonArray, String, Number, Boolean, or null. */
    public @Nullable Object json() {
        return Json.decodeValue(body);
    }

    /** The body, if it is a JSON object; throws {@link ClassCastException} if it is not. */
    public JsonObject object() {
        return (JsonObject) Json.decodeValue(body);
    }

    /** Without the body, which must not reach a log. */
    @Override
    public String toString() {
        return "Message[epoch=" + epoch + ", seq=" + seq + ", id=" + id + ", at=" + at + ", body=" + body.length()
                + " bytes]";
    }
}
