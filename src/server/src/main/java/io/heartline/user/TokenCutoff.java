package io.heartline.user;

/**
 * Refuses the tokens of a user that were issued before a time, after an operator has disconnected the user.
 *
 * @param notBefore tokens that were issued earlier are refused, in milliseconds since 1970
 * @param until the time at which the cutoff ends, in milliseconds since 1970
 */
public record TokenCutoff(long notBefore, long until) {
    /** The time that a cutoff lasts. */
    public static final long LASTS_MILLIS = 2_592_000_000L;

    /** Refuses no token. */
    public static final TokenCutoff NONE = new TokenCutoff(0, 0);

    static TokenCutoff since(long notBefore, long now) {
        return new TokenCutoff(notBefore, now + LASTS_MILLIS);
    }

    /** True if a token that was issued at this time is refused. */
    boolean refuses(long issuedAt, long now) {
        return now < until && issuedAt < notBefore;
    }

    /** The cutoff that refuses what either of two refuses. */
    public TokenCutoff and(TokenCutoff other) {
        return new TokenCutoff(Math.max(notBefore, other.notBefore), Math.max(until, other.until));
    }
}
