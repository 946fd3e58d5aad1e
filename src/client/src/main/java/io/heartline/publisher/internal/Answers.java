package io.heartline.publisher.internal;

import io.heartline.publisher.PushOutcome;
import io.heartline.publisher.UserResult;
import io.heartline.publisher.internal.Route.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the server's answers. */
final class Answers {
    static final String UNREACHABLE = "UNREACHABLE";

    private Answers() {}

    /** Reads an answer; null if it can't be read, so that the outcome is unknown. */
    static @Nullable PushOutcome of(String id, Buffer json) {
        try {
            JsonObject answer = new JsonObject(json);
            JsonObject error = answer.getJsonObject("error");
            if (error != null) {
                return new PushOutcome.Refused(id, text(error, "code"), text(error, "message"));
            }
            List<UserResult> results = answer.getJsonArray("results").stream()
                    .map(JsonObject.class::cast)
                    .map(Answers::result)
                    .toList();
            return results.isEmpty() ? null : new PushOutcome.Answered(id, results);
        } catch (RuntimeException unreadable) {
            return null;
        }
    }

    private static UserResult result(JsonObject result) {
        String user = text(result, "user");
        int sessions = result.getInteger("sessions", 0);
        boolean duplicate = result.getBoolean("duplicate", false);
        return switch (text(result, "state")) {
            case "stored" ->
                new UserResult.Stored(user, text(result, "epoch"), result.getLong("seq"), sessions, duplicate);
            case "acked" ->
                new UserResult.Acked(user, text(result, "epoch"), result.getLong("seq"), sessions, duplicate);
            case "sent" -> new UserResult.Sent(user, sessions);
            case "offline" -> new UserResult.Offline(user);
            case "rejected" -> {
                JsonObject error = result.getJsonObject("error");
                yield new UserResult.Rejected(user, text(error, "code"), text(error, "message"));
            }
            default -> new UserResult.Unknown(user, "the outcome is not known");
        };
    }

    private static String text(JsonObject json, String name) {
        String text = json.getString(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    /** Reads a refusal. */
    static PushOutcome.Refused refused(String id, Reply reply) {
        String code = reply.status() <= Reply.NONE ? UNREACHABLE : codeOf(reply.status());
        try {
            JsonObject problem = new JsonObject(reply.body());
            return new PushOutcome.Refused(
                    id, problem.getString("code", code), problem.getString("detail", "status " + reply.status()));
        } catch (RuntimeException noDocument) {
            return new PushOutcome.Refused(id, code, reply.body().toString());
        }
    }

    /** Code for a status that comes without one. */
    private static String codeOf(int status) {
        return switch (status) {
            case 400 -> "BAD_REQUEST";
            case 401 -> "UNAUTHORIZED";
            case 403 -> "FORBIDDEN";
            case 404 -> "NOT_FOUND";
            case 413 -> "PAYLOAD_TOO_LARGE";
            case 415 -> "UNSUPPORTED_MEDIA_TYPE";
            case 429 -> "RATE_LIMITED";
            case 503 -> "UNAVAILABLE";
            case 504 -> "OUTCOME_UNKNOWN";
            case 507 -> "MAILBOX_FULL";
            default -> "INTERNAL";
        };
    }
}
