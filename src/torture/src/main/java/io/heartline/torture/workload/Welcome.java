package io.heartline.torture.workload;

import io.heartline.torture.history.Event.Position;
import io.vertx.core.json.JsonObject;

/** The server's answer to a hello. */
record Welcome(
        String session,
        String node,
        boolean resumed,
        Position position,
        long pending,
        long heartbeatMillis,
        long ackWithinMillis) {
    /** Throws if a field is missing or has the wrong type. */
    static Welcome of(JsonObject frame) {
        JsonObject position = frame.getJsonObject("position");
        return new Welcome(
                frame.getString("session"),
                frame.getString("node"),
                frame.getBoolean("resumed"),
                new Position(position.getString("epoch"), position.getLong("seq")),
                frame.getLong("pending"),
                frame.getLong("heartbeatMillis"),
                frame.getLong("ackWithinMillis"));
    }
}
