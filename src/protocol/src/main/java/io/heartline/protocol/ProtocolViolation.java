package io.heartline.protocol;

/** Error of a client that breaks the protocol. The message names the fault and can be sent to the client. */
public final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final CloseCode closeCode;

    public ProtocolViolation(CloseCode closeCode, String message) {
        super(message, null, false, false);
        this.closeCode = closeCode;
    }

    public CloseCode closeCode() {
        return closeCode;
    }
}
