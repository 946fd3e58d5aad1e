package io.heartline.torture.workload;

import io.heartline.torture.history.Event.Position;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The first frame of a device.
 *
 * @param position of the last message that it processed; null if there is none
 */
record Hello(
        String user,
        String device,
        long attempt,
        long keepMillis,
        @Nullable Position position) {
    String encode() {
        JsonObject hello = new JsonObject()
                .put("t", "hello")
                .put("user", user)
                .put("device", device)
                .put("attempt", attempt)
                .put("keepMillis", keepMillis);
        if (position != null) {
            hello.put(
                    "position", new JsonObject().put("epoch", position.epoch()).put("seq", position.seq()));
        }
        return hello.encode();
    }
}
