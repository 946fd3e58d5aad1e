package io.heartline.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The claims of a token with a valid signature. */
final class TokenClaims {
    private static final long LEEWAY_MILLIS = Duration.ofSeconds(30).toMillis();
    private static final int USER_BYTES = 256;
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final JsonObject claims;

    TokenClaims(JsonObject claims) {
        this.claims = claims;
    }

    /**
     * The principal of the token; throws {@link Unauthorized} for invalid claims, another audience or the wrong time.
     *
     * @param audience the value that {@code aud} must name; null if it may be anything
     * @param now in milliseconds since 1970
     */
    Principal principal(@Nullable String audience, long now) {
        checkAudience(audience);
        if (millis("nbf", Long.MIN_VALUE) > now + LEEWAY_MILLIS) {
            throw Unauthorized.invalid("the token is not valid yet");
        }
        long end = millis("exp", Long.MAX_VALUE);
        long expiresAt = end > Long.MAX_VALUE - LEEWAY_MILLIS ? Long.MAX_VALUE : end + LEEWAY_MILLIS;
        Principal principal = new Principal(user(), device(), expiresAt);
        if (now >= expiresAt) {
            throw Unauthorized.expired("the token has expired");
        }
        return principal;
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
        throw Unauthorized.invalid("the token's sub must be 1-256 bytes of UTF-8 without control characters");
    }

    private @Nullable String device() {
        if (!claims.containsKey("device")) {
            return null;
        }
        if (claims.getValue("device") instanceof String device
                && DEVICE.matcher(device).matches()) {
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

    static boolean isUser(String name) {
        return !name.isEmpty()
                && name.length() <= USER_BYTES
                && name.getBytes(StandardCharsets.UTF_8).length <= USER_BYTES
                && name.codePoints().noneMatch(c -> Character.isISOControl(c) || isHalfOfAPair(c));
    }

    private static boolean isHalfOfAPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
