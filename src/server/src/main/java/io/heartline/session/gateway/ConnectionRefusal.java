package io.heartline.session.gateway;

/**
 * The refusal of a request to connect, as an HTTP response.
 *
 * @param status the HTTP status
 * @param code one of the codes of PROTOCOL.md, section 7
 * @param detail a sentence for the client
 * @param retryAfterSeconds 0 if no time is given
 */
public record ConnectionRefusal(int status, String code, String detail, int retryAfterSeconds)
        implements PlainAuthenticator.Result {}
