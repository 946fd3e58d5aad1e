package io.heartline.protocol;

/**
 * Reason for which the server closes a connection. The number says if the client may connect again: 4000–4499 yes,
 * 4500–4999 no (PROTOCOL.md, section 2).
 */
public enum CloseCode {
    NORMAL(1000),
    MALFORMED(1002),
    UNSUPPORTED_DATA(1003),
    INVALID_TEXT(1007),
    TOO_BIG(1009),
    DRAINING(4000),
    HEARTBEAT_LOST(4001),
    SLOW_CONSUMER(4002),
    UNAVAILABLE(4003),
    TOKEN_EXPIRED(4004),
    INTERNAL_ERROR(4005),
    POSITION_LOST(4006),
    TRY_LATER(4007),
    HELLO_TIMEOUT(4008),
    UNAUTHORIZED(4500),
    PROTOCOL_VIOLATION(4501),
    REPLACED(4502),
    REMOVED(4504);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** True if the client may connect again. */
    public boolean comesBack() {
        return code < 4500;
    }
}
