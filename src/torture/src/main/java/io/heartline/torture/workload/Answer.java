package io.heartline.torture.workload;

import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an attempt to push.
 *
 * @param status of HTTP, or the failure code of the bus; 0 if there was no answer
 * @param code of the problem; empty if the message is stored
 * @param again true if another attempt may succeed
 * @param retryAfterMillis the delay that the server asks for
 */
record Answer(
        Fate fate,
        int status,
        String code,
        @Nullable Position position,
        boolean duplicate,
        boolean again,
        long retryAfterMillis) {
    private static final int MOST_CODE = 80;

    /** No answer: a broken connection, a timeout, or no node. */
    static Answer lost(Throwable failure) {
        String why = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return unknown(0, why.substring(0, Math.min(MOST_CODE, why.length())));
    }

    /** The answer in an HTTP response to a single push. */
    static Answer of(int status, Buffer body, long retryAfterMillis) {
        try {
            JsonObject json = new JsonObject(body);
            return status == 202 || status == 200
                    ? result(status, json.getJsonArray("results").getJsonObject(0))
                    : failure(status, json.getString("code", ""), retryAfterMillis);
        } catch (RuntimeException unreadable) {
            return status == 200 || status == 202 ? unreadable(status) : failure(status, "", retryAfterMillis);
        }
    }

    /** The answer in a line of a batch's response. */
    static Answer ofLine(Buffer line) {
        try {
            JsonObject json = new JsonObject(line);
            JsonObject error = json.getJsonObject("error");
            return error == null
                    ? result(200, json.getJsonArray("results").getJsonObject(0))
                    : refused(200, error.getString("code"), 0);
        } catch (RuntimeException unreadable) {
            return unreadable(200);
        }
    }

    /** The answer in a reply on the event bus. */
    static Answer ofBus(JsonObject body) {
        try {
            return result(200, body.getJsonArray("results").getJsonObject(0));
        } catch (RuntimeException unreadable) {
            return unreadable(200);
        }
    }

    /** The answer by the status alone. Unless the status says that nothing was stored, the outcome is unknown. */
    static Answer failure(int status, String code, long retryAfterMillis) {
        boolean refused = (status >= 400 && status < 500) || status == 503 || status == 507;
        return refused ? refused(status, code, retryAfterMillis) : unknown(status, code);
    }

    private static Answer result(int status, JsonObject result) {
        JsonObject error = result.getJsonObject("error", new JsonObject());
        String code = error.getString("code", "");
        return switch (result.getString("state")) {
            case "stored", "acked" ->
                new Answer(
                        Fate.STORED,
                        status,
                        "",
                        new Position(result.getString("epoch"), result.getLong("seq")),
                        result.getBoolean("duplicate", false),
                        false,
                        0);
            case "rejected" -> refused(status, code, 0);
            default -> unknown(status, code);
        };
    }

    private static Answer refused(int status, String code, long retryAfterMillis) {
        boolean again =
                switch (code) {
                    case "UNAVAILABLE", "RATE_LIMITED", "MAILBOX_FULL" -> true;
                    default -> status == 429 || status == 503 || status == 507;
                };
        return new Answer(Fate.REFUSED, status, code, null, false, again, retryAfterMillis);
    }

    private static Answer unknown(int status, String code) {
        return new Answer(Fate.UNKNOWN, status, code, null, false, true, 0);
    }

    private static Answer unreadable(int status) {
        return unknown(status, "unreadable");
    }

    /** True if the user's mailbox is full. */
    boolean isFull() {
        return status == 507 || code.equals("MAILBOX_FULL");
    }
}
