package io.heartline.client;

/**
 * Error of a {@link HeartlineClient#send} without an answer. The code is the server's (NO_SERVICE, FORBIDDEN, TIMEOUT,
 * BUSY, FAILED, PAYLOAD_TOO_LARGE, or one added later) or one of those below.
 */
public final class SendFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * There is no connection, or it was lost before the answer came: the service may have received the request or not.
     */
    public static final String DISCONNECTED = "DISCONNECTED";
    /** Too many requests are without an answer. */
    public static final String BUSY = "BUSY";
    /** No answer came in time. */
    public static final String TIMEOUT = "TIMEOUT";
    /** The request is longer than a frame may be; it was not sent. */
    public static final String PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE";

    private final String code;

    /** Made by the client. */
    public SendFailure(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
