package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frame from the server. A server encodes messages, which many sessions share, with {@link FrameCodec#message} instead.
 */
public sealed interface ServerFrame {
    /**
     * Message to a device.
     *
     * @param epoch may be null for a transient message, and if it is the epoch of the message before
     * @param seq 1 to 2^53-1, or {@link #TRANSIENT}
     * @param at time of acceptance, in milliseconds since 1970
     * @param body the JSON text, byte for byte
     */
    record Message(@Nullable String epoch, long seq, String id, long at, Buffer body) implements ServerFrame {

        /** Value of {@link #seq} for a message that has none. */
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

    /** Answer of a service; {@code body} is JSON text. */
    record Reply(String ref, Buffer body) implements ServerFrame {}

    record ReplyError(String ref, String code, String message) implements ServerFrame {}

    /**
     * Last frame before the server closes the connection.
     *
     * @param code close code: one of {@link CloseCode}, or one that a later version adds
     * @param retryAfterMillis null if the client is not asked to wait
     */
    record Goodbye(int code, String reason, @Nullable Long retryAfterMillis) implements ServerFrame {
        public Goodbye(CloseCode code, String reason, @Nullable Long retryAfterMillis) {
            this(code.code(), reason, retryAfterMillis);
        }
    }
}
