package io.heartline.client;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Record that a device keeps in its {@link PositionStore}, with all that it needs to continue after a restart.
 *
 * @param device name of the device
 * @param attempt number of its last connection
 * @param position last message that the application has finished; null before the first connection
 * @param ids the last finished messages, oldest first, each with the epoch in which it came
 * @param resetPending true if the application must be notified of a reset before the next message
 */
public record SavedPosition(
        String device, long attempt, @Nullable Position position, Map<String, String> ids, boolean resetPending) {

    /** JSON for stores that keep text. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("device", device).put("attempt", attempt);
        if (position != null) {
            json.put("position", new JsonObject().put("epoch", position.epoch()).put("seq", position.seq()));
        }
        JsonArray known = new JsonArray();
        ids.forEach((id, epoch) -> known.add(new JsonArray().add(id).add(epoch)));
        if (resetPending) {
            json.put("reset", true);
        }
        return json.put("ids", known);
    }

    /** Reads the JSON of {@link #toJson}; throws a {@link RuntimeException} if it is something else. */
    public static SavedPosition fromJson(JsonObject json) {
        JsonObject position = json.getJsonObject("position");
        Map<String, String> ids = new LinkedHashMap<>();
        for (Object pair : json.getJsonArray("ids")) {
            JsonArray known = (JsonArray) pair;
            ids.put(known.getString(0), known.getString(1));
        }
        return new SavedPosition(
                text(json, "device"),
                json.getLong("attempt"),
                position == null ? null : new Position(text(position, "epoch"), position.getLong("seq")),
                ids,
                json.getBoolean("reset", false));
    }

    private static String text(JsonObject json, String name) {
        String text = json.getString(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }
}
