package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says. A server encodes messages, which many sessions share, by {@link FrameCodec#message} instead. */
public sealed interface ServerFrame {
    /**
     * A push.
     *
     * @param epoch of a transient push, and where it is the one of the message before, it may be null
     * @param seq 1 to 2^53-1, or {@link #TRANSIENT}
     * @param at when it was accepted, in milliseconds since 1970
     * @param body the JSON text, byte for byte
     */
    record Message(@Nullable String epoch, long seq, String id, long at, Buffer body) implements ServerFrame {

        /** The seq of a push that has none. */
        public static final long TRANSIENT = 0;

        public boolean isTransient() {
            return seq == TRANSIENT;
        }

        /** Without the body, which never reaches a log. */
        @Override
        public String toString() {
            return "Message[epoch=" + epoch + ", seq=" + seq + ", id=" + id + ", at=" + at + ", body=" + body.length()
                    + " bytes]";
        }
    }

    record Welcome(
            String user,
            String device,
            String session,
            String node,
            boolean resumed,
            WirePosition position,
            int pending,
            long heartbeatMillis,
            long ackWithinMillis,
            long keepMillis,
            int window,
            int maxFrameBytes,
            List<String> features)
            implements ServerFrame {}

    record Ping() implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** A service's answer; {@code body} is JSON text. */
    record Reply(String ref, Buffer body) implements ServerFrame {}

    record ReplyError(String ref, String code, String message) implements ServerFrame {}

    /**
     * The last frame before the server closes.
     *
     * @param code what it closes with: one of {@link CloseCode}, or one that is not known yet
     * @param retryAfterMillis null where the client is not asked to wait
     */
    record Goodbye(int code, String reason, @Nullable Long retryAfterMillis) implements ServerFrame {
        public Goodbye(CloseCode code, String reason, @Nullable Long retryAfterMillis) {
            this(code.code(), reason, retryAfterMillis);
        }
    }
}
