package io.heartline.auth;

/** The refusal of a token. The message names the fault and never contains the token. */
public final class Unauthorized extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean expired;
    private final long retryAfterMillis;

    private Unauthorized(String message, boolean expired, long retryAfterMillis) {
        super(message, null, false, false);
        this.expired = expired;
        this.retryAfterMillis = retryAfterMillis;
    }

    /** It was good once: the client may come back with a new one. */
    public static Unauthorized expired(String message) {
        return new Unauthorized(message, true, 0);
    }

    /** It is missing, malformed, forged, or somebody else's. */
    public static Unauthorized invalid(String message) {
        return new Unauthorized(message, false, 0);
    }

    /** It can't be judged yet: the same token may be good when {@code retryAfterMillis} have passed. */
    public static Unauthorized later(String message, long retryAfterMillis) {
        return new Unauthorized(message, false, retryAfterMillis);
    }

    public boolean isExpired() {
        return expired;
    }

    /** The time after which the same token may be judged; 0 if it is refused for good, or has expired. */
    public long retryAfterMillis() {
        return retryAfterMillis;
    }
}
