package io.heartline.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token.
 *
 * <ul>
 *   <li>{@code sub} is the user and required: a string of 1–256 bytes without control characters.
 *   <li>{@code exp} and {@code nbf} are judged with 30 s of leeway. {@code exp} is required, unless the configuration
 *       allows tokens that are valid for ever.
 *   <li>{@code aud} must name the configured audience, and {@code iss} be the configured issuer, if these are configured.
 *   <li>{@code iat} is the time of issue, by which tokens of a disconnected user are refused.
 *   <li>{@code device} is the only device that the client may be; if it is left out, it may be any.
 * </ul>
 */
final class TokenClaims {
    private static final long LEEWAY_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final long SHORTEST_RETRY_MILLIS = 5_000;
    private static final long LONGEST_RETRY_MILLIS = 60_000;
    private static final int USER_BYTES = 256;
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final JsonObject claims;

    TokenClaims(JsonObject claims) {
        this.claims = claims;
    }

    /**
     * The principal of the token; throws {@link Unauthorized} for invalid claims, another audience or issuer, or the wrong
     * time. The principal ends when the token does, leeway included.
     *
     * @param now in milliseconds since 1970
     */
    Principal principal(TokenConfig rules, long now) {
        checkAudience(rules.audience());
        if (rules.issuer() != null && !rules.issuer().equals(claims.getValue("iss"))) {
            throw Unauthorized.invalid("the token is of another issuer");
        }
        if (!rules.allowNoExp() && !claims.containsKey("exp")) {
            throw Unauthorized.invalid("the token has no exp");
        }
        long begins = millis("nbf", Long.MIN_VALUE);
        Principal principal = new Principal(user(), device(), expiresAt(), millis("iat", Principal.UNKNOWN_ISSUE));
        checkExpiry(now);
        if (begins > now + LEEWAY_MILLIS) {
            throw Unauthorized.later("the token is not valid yet", retryAfter(begins - LEEWAY_MILLIS - now));
        }
        return principal;
    }

    /** Throws {@link Unauthorized} if the token has expired. */
    void checkExpiry(long now) {
        if (now >= expiresAt()) {
            throw Unauthorized.expired("the token has expired");
        }
    }

    private long expiresAt() {
        long end = millis("exp", Long.MAX_VALUE);
        return end > Long.MAX_VALUE - LEEWAY_MILLIS ? Long.MAX_VALUE : end + LEEWAY_MILLIS;
    }

    private static long retryAfter(long millis) {
        return Math.max(SHORTEST_RETRY_MILLIS, Math.min(millis, LONGEST_RETRY_MILLIS));
    }

    private void checkAudience(@Nullable String audience) {
        Object aud = claims.getValue("aud");
        boolean named = audience == null
                || audience.equals(aud)
                || (aud instanceof JsonArray several && several.contains(audience));
        if (!named) {
            throw Unauthorized.invalid("the token is for another audience");
        }
    }

    private String user() {
        if (claims.getValue("sub") instanceof String user && isUser(user)) {
            return user;
        }
        throw Unauthorized.invalid(
                "the token's sub must be 1-256 bytes of UTF-8 without control characters, and not . or ..");
    }

    private @Nullable String device() {
        if (!claims.containsKey("device")) {
            return null;
        }
        if (claims.getValue("device") instanceof String device && isDevice(device)) {
            return device;
        }
        throw Unauthorized.invalid("the token's device must be 1-64 characters of [A-Za-z0-9._:-]");
    }

    /** A claim in seconds since 1970, possibly with a fraction, as milliseconds; what is beyond a long is its end. */
    private long millis(String name, long absent) {
        if (!claims.containsKey(name)) {
            return absent;
        }
        if (claims.getValue(name) instanceof Number seconds) {
            return (long) (seconds.doubleValue() * 1000);
        }
        throw Unauthorized.invalid("the token's " + name + " must be a number");
    }

    static boolean isDevice(String name) {
        return DEVICE.matcher(name).matches();
    }

    static boolean isUser(String name) {
        return !name.isEmpty()
                && name.length() <= USER_BYTES
                && !name.equals(".")
                && !name.equals("..")
                && name.getBytes(StandardCharsets.UTF_8).length <= USER_BYTES
                && name.codePoints().noneMatch(c -> Character.isISOControl(c) || isHalfOfAPair(c));
    }

    private static boolean isHalfOfAPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
