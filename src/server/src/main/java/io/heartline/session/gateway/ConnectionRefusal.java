package io.heartline.session.gateway;

/**
 * Why a connection is not even upgraded.
 *
 * @param status the HTTP status
 * @param code one of the codes of PROTOCOL.md, section 7
 * @param detail a sentence for the client
 * @param retryAfterSeconds 0 where no time is named
 */
public record ConnectionRefusal(int status, String code, String detail, int retryAfterSeconds)
        implements PlainAuthenticator.Result {}
