package io.heartline.protocol;

/** A client said what the protocol does not allow. The message names what was wrong and is fit for the client. */
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
