package io.heartline.session;

import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ServerFrame;
import org.jspecify.annotations.Nullable;

/**
 * How the server ends a connection.
 *
 * @param reason a sentence for the client
 * @param retryAfterMillis how long the client is asked to wait; null where it is not
 */
record Parting(CloseCode code, String reason, @Nullable Long retryAfterMillis) {
    Parting(CloseCode code, String reason) {
        this(code, reason, null);
    }

    /** The last frame, then the close. A client that said it is done needs no words. */
    void on(Transport transport) {
        if (code != CloseCode.NORMAL) {
            transport.write(FrameCodec.encode(new ServerFrame.Goodbye(code, reason, retryAfterMillis)));
        }
        transport.close(code);
    }
}
