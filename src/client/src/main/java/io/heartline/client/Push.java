package io.heartline.client;

import io.heartline.protocol.JsonSlice;
import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.Names;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be pushed, and to whom. Immutable: each method answers a push that differs in one thing. What can't be right is
 * an {@link IllegalArgumentException} at once; what only the server knows is in the outcome.
 *
 * <pre>{@code
 * Push.to("alice", new JsonObject().put("text", "hello")).id("order-17").awaitAcked(Duration.ofSeconds(5))
 * }</pre>
 */
public final class Push {
    private final Buffer body;
    private final JsonObject rest;

    private Push(Buffer body, JsonObject rest) {
        this.body = body;
        this.rest = rest;
    }

    /**
     * A push to one user.
     *
     * @param body a Buffer that holds one JSON value, which goes through byte for byte, or what Vert.x writes as JSON
     */
    public static Push to(String user, @Nullable Object body) {
        return new Push(json(body), new JsonObject().put("user", named(user)));
    }

    /** A push to several users, each of whom gets it. */
    public static Push toAll(List<String> users, @Nullable Object body) {
        users.forEach(Push::named);
        return new Push(json(body), new JsonObject().put("users", new JsonArray(List.copyOf(users))));
    }

    /** Under this id: what is pushed again under it, soon enough, is stored once. Without one, the publisher makes it up. */
    public Push id(String id) {
        if (!Names.isMessageId(id)) {
            throw new IllegalArgumentException("id " + Names.MESSAGE_ID_RULE);
        }
        return with("id", id);
    }

    /** For how long it is owed; seven days without this. */
    public Push ttl(Duration time) {
        return with("ttlMillis", time.toMillis());
    }

    /** Answers once a device has acknowledged it, or after so long with what is so then. */
    public Push awaitAcked(Duration atMost) {
        return with("wait", "acked").with("waitMillis", atMost.toMillis());
    }

    /** Only for those who are there: not stored, not acknowledged, not repeated by the server. */
    public Push asTransient() {
        return with("mode", "transient");
    }

    /** Publishes a receipt on the event bus for each acknowledgement. */
    public Push withReceipt() {
        return with("receipt", true);
    }

    private Push with(String name, Object value) {
        return new Push(body, rest.copy().put(name, value));
    }

    @Nullable
    String id() {
        return rest.getString("id");
    }

    long waitMillis() {
        return rest.getLong("waitMillis", 0L);
    }

    /** The request, on one line where the body is. */
    Buffer json() {
        Buffer head = rest.toBuffer();
        return Buffer.buffer(head.length() + body.length() + 16)
                .appendBuffer(head, 0, head.length() - 1)
                .appendString(",\"body\":")
                .appendBuffer(body)
                .appendString("}");
    }

    private static Buffer json(@Nullable Object body) {
        if (!(body instanceof Buffer text)) {
            return Json.encodeToBuffer(body);
        }
        try {
            return oneLine(JsonSlice.of(text.getBytes()).buffer());
        } catch (MalformedJson fault) {
            throw new IllegalArgumentException("body: " + fault.getMessage(), fault);
        }
    }

    /** Line ends inside JSON are blanks, and a batch has one push a line. */
    private static Buffer oneLine(Buffer json) {
        for (int i = 0; i < json.length(); i++) {
            if (json.getByte(i) == '\n' || json.getByte(i) == '\r') {
                json.setByte(i, (byte) ' ');
            }
        }
        return json;
    }

    private static String named(String user) {
        if (!Names.isUser(user)) {
            throw new IllegalArgumentException("user " + Names.USER_RULE);
        }
        return user;
    }

    /** Without the body, which has no place in a log. */
    @Override
    public String toString() {
        return "Push" + rest.encode();
    }
}
