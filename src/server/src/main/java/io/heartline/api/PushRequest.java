package io.heartline.api;

import io.heartline.delivery.PushOrder;
import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.Names;
import io.heartline.protocol.internal.JsonFields;
import io.heartline.protocol.internal.JsonSlice;
import io.heartline.user.Body;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A valid request to push. Its format is the same over HTTP, in a line of a batch and on the event bus.
 *
 * @param users the receivers, without duplicates
 * @param several true if the publisher gave a list, even a list of one
 * @param id null if the publisher chose none
 */
record PushRequest(
        List<String> users,
        boolean several,
        @Nullable String id,
        Body body,
        boolean transientMode,
        long ttlMillis,
        boolean waitAcked,
        long waitMillis,
        boolean receipt) {

    static final int MOST_USERS = 1_000;
    private static final long MOST_TTL_MILLIS = 2_592_000_000L;
    private static final long DEFAULT_TTL_MILLIS = 604_800_000L;
    private static final long MOST_WAIT_MILLIS = 30_000;
    private static final long DEFAULT_WAIT_MILLIS = 5_000;

    /** The byte order mark in UTF-8. */
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    static final Set<String> KNOWN =
            Set.of("user", "users", "body", "id", "mode", "ttlMillis", "wait", "waitMillis", "receipt");
    private static final Set<String> RESERVED = Set.of("topic", "collapse", "priority", "meta", "notBefore", "device");

    /**
     * Reads a request; throws {@link ProblemException} with the field at fault. Skips a byte order mark, which editors and shells
     * of some systems write before a text.
     */
    static PushRequest read(byte[] json) {
        boolean marked = json.length >= BOM.length && Arrays.equals(json, 0, BOM.length, BOM, 0, BOM.length);
        try {
            return read(JsonFields.read(marked ? Arrays.copyOfRange(json, BOM.length, json.length) : json));
        } catch (MalformedJson fault) {
            String detail = "The push is malformed: " + fault.getMessage() + ".";
            throw new Problem(ErrorCode.BAD_REQUEST, detail, fault.field(), null, null).exception();
        }
    }

    private static PushRequest read(JsonFields push) {
        refuseUnknown(push);
        boolean transientMode = oneOf(push, "mode", "acked", "transient");
        boolean waitAcked = oneOf(push, "wait", "stored", "acked");
        if (transientMode && waitAcked) {
            throw push.fault("wait", "must be stored where mode is transient, since nothing is acknowledged then");
        }
        return new PushRequest(
                users(push),
                isGiven(push, "users"),
                id(push),
                Body.of(push.required("body", push.slice("body")).bytes()),
                transientMode,
                or(push.wholeNumber("ttlMillis", 1, MOST_TTL_MILLIS), DEFAULT_TTL_MILLIS),
                waitAcked,
                or(push.wholeNumber("waitMillis", 0, MOST_WAIT_MILLIS), DEFAULT_WAIT_MILLIS),
                Boolean.TRUE.equals(push.bool("receipt")));
    }

    /**
     * The order for one of the users; {@code messageId} is the publisher's id, or a generated one if it chose none.
     */
    PushOrder orderFor(String user, String messageId) {
        return new PushOrder(
                user, messageId, id == null, body, transientMode, ttlMillis, waitAcked, waitMillis, receipt);
    }

    private static void refuseUnknown(JsonFields push) {
        for (String name : push.namesExcept(KNOWN)) {
            throw push.fault(name, RESERVED.contains(name) ? "is reserved for a later version" : "is unknown");
        }
    }

    private static List<String> users(JsonFields push) {
        if (isGiven(push, "user") && isGiven(push, "users")) {
            throw push.fault("users", "must be absent where user is given");
        }
        if (!isGiven(push, "users")) {
            String user = push.required("user", push.string("user"));
            return List.of(sound(push, "user", user));
        }
        List<String> users = push.required("users", push.strings("users"));
        if (users.isEmpty() || users.size() > MOST_USERS) {
            throw push.fault("users", "must hold 1-" + MOST_USERS + " users, not " + users.size());
        }
        Set<String> seen = new HashSet<>();
        for (String user : users) {
            if (!seen.add(sound(push, "users", user))) {
                throw push.fault("users", "must name each user once");
            }
        }
        return users;
    }

    private static String sound(JsonFields push, String field, String user) {
        if (!Names.isUser(user)) {
            throw push.fault(field, Names.USER_RULE);
        }
        return user;
    }

    private static @Nullable String id(JsonFields push) {
        String id = push.string("id");
        if (id != null && !Names.isMessageId(id)) {
            throw push.fault("id", Names.MESSAGE_ID_RULE);
        }
        return id;
    }

    /** Tells whether the field has the second of its two values; the first is the default. */
    private static boolean oneOf(JsonFields push, String field, String usual, String other) {
        String value = push.string(field);
        if (value != null && !value.equals(usual) && !value.equals(other)) {
            throw push.fault(field, "must be " + usual + " or " + other);
        }
        return other.equals(value);
    }

    private static boolean isGiven(JsonFields push, String field) {
        JsonSlice value = push.slice(field);
        return value != null && !value.isNull();
    }

    private static long or(@Nullable Long value, long usual) {
        return value == null ? usual : value;
    }
}
