package io.heartline.session.gateway;

import io.heartline.auth.Unauthorized;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a request to connect, as an HTTP response.
 *
 * @param status the HTTP status
 * @param code one of the codes of PROTOCOL.md, section 7
 * @param detail a sentence for the client
 * @param retryAfterSeconds 0 if no time is given
 * @param token the refusal of the token that is the reason; null if there is another reason
 */
public record ConnectionRefusal(
        int status,
        String code,
        String detail,
        int retryAfterSeconds,
        @Nullable Unauthorized token) implements PlainAuthenticator.Result {

    /** A refusal that no token is the reason for. */
    public ConnectionRefusal(int status, String code, String detail, int retryAfterSeconds) {
        this(status, code, detail, retryAfterSeconds, null);
    }
}
