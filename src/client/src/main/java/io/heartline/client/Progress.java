package io.heartline.client;

import io.heartline.protocol.WirePosition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device must know to go on where it was, also in the next run of the program.
 *
 * @param device its name
 * @param attempt the number of its last connection
 * @param position up to where the application has finished; null before anything is known
 * @param ids the messages finished last, oldest first, each with the epoch in which it came
 */
public record Progress(
        String device, long attempt, @Nullable WirePosition position, Map<String, String> ids) {

    /** As JSON, for stores that keep text. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("device", device).put("attempt", attempt);
        if (position != null) {
            json.put("position", new JsonObject().put("epoch", position.epoch()).put("seq", position.seq()));
        }
        JsonArray known = new JsonArray();
        ids.forEach((id, epoch) -> known.add(new JsonArray().add(id).add(epoch)));
        return json.put("ids", known);
    }

    /** What {@link #toJson} made; throws a {@link RuntimeException} where it is something else. */
    public static Progress fromJson(JsonObject json) {
        JsonObject position = json.getJsonObject("position");
        Map<String, String> ids = new LinkedHashMap<>();
        for (Object pair : json.getJsonArray("ids")) {
            JsonArray known = (JsonArray) pair;
            ids.put(known.getString(0), known.getString(1));
        }
        return new Progress(
                text(json, "device"),
                json.getLong("attempt"),
                position == null ? null : new WirePosition(text(position, "epoch"), position.getLong("seq")),
                ids);
    }

    private static String text(JsonObject json, String name) {
        String text = json.getString(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }
}
