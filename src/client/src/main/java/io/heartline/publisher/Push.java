package io.heartline.publisher;

import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.Names;
import io.heartline.protocol.internal.JsonSlice;
import io.heartline.publisher.internal.EncodedPush;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Push request: a body and its users. Immutable: each method returns a push that differs in one value. An invalid value
 * is an {@link IllegalArgumentException} at once; errors that only the server knows are in the outcome.
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
     * Push to one user.
     *
     * @param body a Buffer that holds one JSON value, which is sent byte for byte, or a value that Vert.x writes as
     * JSON
     */
    public static Push to(String user, @Nullable Object body) {
        return new Push(json(body), new JsonObject().put("user", named(user)));
    }

    /** Push to several users; each of them gets it. */
    public static Push toAll(List<String> users, @Nullable Object body) {
        users.forEach(Push::named);
        return new Push(json(body), new JsonObject().put("users", new JsonArray(List.copyOf(users))));
    }

    /** Id of the push: within five minutes, pushes with the same id are stored once. The default is a random id. */
    public Push id(String id) {
        if (!Names.isMessageId(id)) {
            throw new IllegalArgumentException("id " + Names.MESSAGE_ID_RULE);
        }
        return with("id", id);
    }

    /** Time after which the message expires; the default is seven days. */
    public Push ttl(Duration time) {
        return with("ttlMillis", time.toMillis());
    }

    /** Waits for the acknowledgement of a device, at most this long; then the outcome is the state at that time. */
    public Push awaitAcked(Duration atMost) {
        return with("wait", "acked").with("waitMillis", atMost.toMillis());
    }

    /** Makes the push transient: only for online devices; not stored, not acknowledged, not repeated. */
    public Push asTransient() {
        return with("mode", "transient");
    }

    /** Asks for a receipt on the event bus for each acknowledgement. */
    public Push withReceipt() {
        return with("receipt", true);
    }

    private Push with(String name, Object value) {
        return new Push(body, rest.copy().put(name, value));
    }

    /** Encodes the push, with the id of {@code ids} if it has none. */
    EncodedPush encoded(Supplier<String> ids) {
        String id = rest.getString("id");
        if (id == null) {
            return id(ids.get()).encoded(ids);
        }
        return new EncodedPush(id, json(), rest.getLong("waitMillis", 0L));
    }

    private Buffer json() {
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

    /** Replaces line ends, which are blanks inside JSON: a batch has one push on each line. */
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

    /** Without the body, which must not reach a log. */
    @Override
    public String toString() {
        return "Push" + rest.encode();
    }
}
