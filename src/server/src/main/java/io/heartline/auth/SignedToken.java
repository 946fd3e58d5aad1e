package io.heartline.auth;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a token that are known before its signature is judged. None of them may be believed yet.
 *
 * @param text the whole token
 * @param algorithm the algorithm that the header names
 * @param keyId the key that the header names; null if it names none
 */
record SignedToken(String text, String algorithm, @Nullable String keyId) {

    /** Throws {@link Unauthorized} if it is no token, or if it is of a kind that is never accepted. */
    static SignedToken read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed();
        }
        JsonObject header = json(parts[0]);
        if (!(header.getValue("alg") instanceof String algorithm)) {
            throw Unauthorized.invalid("the token's algorithm is not accepted");
        }
        if (header.containsKey("crit")) {
            throw Unauthorized.invalid("the token demands extensions that are not known");
        }
        Object keyId = header.getValue("kid");
        if (keyId != null && !(keyId instanceof String)) {
            throw malformed();
        }
        JsonObject unused = json(parts[1]); // claims that are no object are no claims
        if (decoded(parts[2]).length == 0) {
            throw malformed();
        }
        return new SignedToken(token, algorithm, (String) keyId);
    }

    /** The claims, not to be believed. */
    TokenClaims unverifiedClaims() {
        return new TokenClaims(json(text.split("\\.", -1)[1]));
    }

    private static JsonObject json(String part) {
        try {
            JsonObject object = new JsonObject(new String(decoded(part), StandardCharsets.UTF_8));
            return new JsonObject(Objects.requireNonNull(object.getMap())); // none if the text is null
        } catch (RuntimeException e) { // the cause may quote the token
            throw malformed();
        }
    }

    private static byte[] decoded(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    static Unauthorized malformed() {
        return Unauthorized.invalid("the token is malformed");
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "SignedToken[" + algorithm + "]";
    }
}
