package io.heartline.api;

import io.heartline.delivery.PushResult;
import io.heartline.delivery.PushResult.Acked;
import io.heartline.delivery.PushResult.Offline;
import io.heartline.delivery.PushResult.Rejected;
import io.heartline.delivery.PushResult.Sent;
import io.heartline.delivery.PushResult.Stored;
import io.heartline.delivery.PushResult.Unknown;
import io.heartline.protocol.internal.JsonBytes;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to a push.
 *
 * @param id the id of the message
 * @param users the receivers of the request
 * @param several true if the publisher gave a list of them
 * @param results one for each user of the request, in their order; empty if it was refused as a whole
 * @param refusal the problem of the request as a whole; null if it was not refused
 */
record PushResponse(
        String id,
        List<String> users,
        boolean several,
        List<PushResult> results,
        @Nullable Problem refusal) {
    private static final byte[] ID = ascii("{\"id\":");
    private static final byte[] RESULTS = ascii(",\"results\":[");
    private static final byte[] END = ascii("]}");
    private static final byte[] USER = ascii("{\"user\":");
    private static final byte[] STATE = ascii(",\"state\":");
    private static final byte[] EPOCH = ascii(",\"epoch\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] SESSIONS = ascii(",\"sessions\":");
    private static final byte[] DUPLICATE = ascii(",\"duplicate\":");
    private static final byte[] ERROR = ascii("\"error\":{\"code\":");
    private static final byte[] MESSAGE = ascii(",\"message\":");
    private static final int RESULT_LENGTH = 160;

    /** The response to a request, whose body it does not keep. */
    PushResponse(String id, PushRequest request, List<PushResult> results, @Nullable Problem refusal) {
        this(id, request.users(), request.several(), results, refusal);
    }

    /**
     * The status of a response that is no problem: 202 means that the message is stored or sent, but not acknowledged.
     */
    int status() {
        return several || results.get(0) instanceof Acked ? 200 : 202;
    }

    /**
     * The problem of the whole request, or of its only user. Null if there is none, or if each of several users has a
     * state of its own.
     */
    @Nullable
    Problem problem() {
        if (refusal != null) {
            return refusal;
        }
        return several ? null : problemOf(results.get(0));
    }

    /** {@code {"id":…,"results":[…]}}. */
    JsonBytes json() {
        JsonBytes json = new JsonBytes(64 + users.size() * RESULT_LENGTH);
        json.raw(ID).string(id).raw(RESULTS);
        for (int i = 0; i < users.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.raw(USER).string(users.get(i)).raw(STATE);
            if (refusal != null) {
                error(json.string("rejected").raw(','), refusal);
            } else {
                write(json, results.get(i));
            }
            json.raw('}');
        }
        return json.raw(END);
    }

    Buffer buffer() {
        return json().toBuffer();
    }

    private void write(JsonBytes json, PushResult result) {
        json.string(stateOf(result));
        if (result instanceof Stored stored) {
            place(json, stored.position(), stored.sessions(), stored.duplicate());
        } else if (result instanceof Acked acked) {
            place(json, acked.position(), acked.sessions(), acked.duplicate());
        } else if (result instanceof Sent sent) {
            json.raw(SESSIONS).number(sent.sessions());
        } else if (result instanceof Offline) {
            json.raw(SESSIONS).number(0);
        }
        Problem problem = problemOf(result);
        if (problem != null) {
            error(json.raw(','), problem);
        }
    }

    /** Adds {@code "error":{"code":…,"message":…}}. */
    static JsonBytes error(JsonBytes json, Problem problem) {
        json.raw(ERROR).string(problem.code().name());
        return json.raw(MESSAGE).string(problem.detail()).raw('}');
    }

    private static void place(JsonBytes json, Position position, int sessions, boolean duplicate) {
        json.raw(EPOCH).string(position.epoch()).raw(SEQ).number(position.seq());
        json.raw(SESSIONS).number(sessions).raw(DUPLICATE).bool(duplicate);
    }

    private static String stateOf(PushResult result) {
        if (result instanceof Stored) {
            return "stored";
        } else if (result instanceof Acked) {
            return "acked";
        } else if (result instanceof Sent) {
            return "sent";
        } else if (result instanceof Offline) {
            return "offline";
        }
        return result instanceof Rejected ? "rejected" : "unknown";
    }

    private @Nullable Problem problemOf(PushResult result) {
        if (result instanceof Rejected rejected) {
            return switch (rejected.refusal()) {
                case MAILBOX_FULL -> Problem.of(ErrorCode.MAILBOX_FULL, rejected.message());
                case UNAVAILABLE -> Problem.unavailable(rejected.message());
            };
        }
        return result instanceof Unknown unknown ? Problem.outcomeUnknown(unknown.message(), id) : null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
