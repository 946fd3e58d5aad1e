package io.heartline.auth;

/** The refusal of a token. The message names the fault and never contains the token. */
public final class Unauthorized extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean expired;

    private Unauthorized(String message, boolean expired) {
        super(message, null, false, false);
        this.expired = expired;
    }

    /** It was good once: the client may come back with a new one. */
    public static Unauthorized expired(String message) {
        return new Unauthorized(message, true);
    }

    /** It is missing, malformed, forged, or somebody else's. */
    public static Unauthorized invalid(String message) {
        return new Unauthorized(message, false);
    }

    public boolean isExpired() {
        return expired;
    }
}
