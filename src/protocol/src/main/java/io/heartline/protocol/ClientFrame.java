package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frame from a client. */
public sealed interface ClientFrame {
    /**
     * First frame of a connection.
     *
     * @param user 1–256 bytes of UTF-8 without control characters; null if the client names none
     * @param device 1–64 characters of {@code [A-Za-z0-9._:-]}; null if the client names none
     * @param attempt 0 to 2^53-1, or {@link #UNSAID}
     * @param keepMillis 0 to 30 days (what asks for more gets 30 days), or {@link #UNSAID}
     * @param position with a seq from 0 to 2^53-1; null if the client names none
     * @param features empty if the client names none
     */
    record Hello(
            @Nullable String token,
            @Nullable String user,
            @Nullable String device,
            long attempt,
            long keepMillis,
            @Nullable WirePosition position,
            List<String> features)
            implements ClientFrame {

        /** Value of a number that the client left out. */
        public static final long UNSAID = -1;

        /** Without the token, which never reaches a log. */
        @Override
        public String toString() {
            return "Hello[token=" + (token == null ? "none" : "given") + ", user=" + user + ", device=" + device
                    + ", attempt=" + attempt + ", keepMillis=" + keepMillis + ", position=" + position + ", features="
                    + features + "]";
        }
    }

    /**
     * Acknowledgement of all messages up to {@code seq} on this device.
     *
     * @param seq 0 to 2^53-1
     */
    record Ack(long seq) implements ClientFrame {}

    record Ping() implements ClientFrame {}

    record Pong() implements ClientFrame {}

    /**
     * Request to a service.
     *
     * @param ref the client's name for it, 1–128 characters
     * @param to any string: the services are not known here
     * @param body the JSON text, byte for byte; {@code null} if the client sent none
     */
    record Send(String ref, String to, Buffer body) implements ClientFrame {

        /** Without the body, which never reaches a log. */
        @Override
        public String toString() {
            return "Send[ref=" + ref + ", to=" + to + ", body=" + body.length() + " bytes]";
        }
    }

    /** End of this device: the server no longer keeps it. */
    record Bye() implements ClientFrame {}
}
