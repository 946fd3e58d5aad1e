package io.heartline.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates clients by their JSON Web Token: signed with the secret (HS256) or for one of the public keys (RS256, ES256), and
 * by no other algorithm than the key is for. Signatures are judged by the library, claims here:
 *
 * <ul>
 *   <li>{@code sub} is the user and required: a string of 1–256 bytes without control characters.
 *   <li>{@code exp} and {@code nbf} are judged by {@code clock} with 30 s of leeway. A token without {@code exp} is good
 *       for ever. The principal ends when the token does, leeway included.
 *   <li>{@code aud} must name the configured audience, if one is configured.
 *   <li>{@code device} is the only device that the client may be; if it is left out, it may be any.
 * </ul>
 *
 * <p>Immutable; safe on any thread, but the library verifies one token at a time: better one for each event loop.
 */
final class JwtAuthenticator implements ClientAuthenticator {
    private final JWTAuth signatures;
    private final Set<String> algorithms;
    private final @Nullable String audience;
    private final InstantSource clock;

    private JwtAuthenticator(
            JWTAuth signatures, Set<String> algorithms, @Nullable String audience, InstantSource clock) {
        this.signatures = signatures;
        this.algorithms = algorithms;
        this.audience = audience;
        this.clock = clock;
    }

    /** Goes by keys that have been read; there must be one. */
    static JwtAuthenticator of(
            Vertx vertx, List<PubSecKeyOptions> keys, @Nullable String audience, InstantSource clock) {
        if (keys.isEmpty()) {
            // The library would take an authenticator without keys for one that need not verify anything.
            throw new IllegalArgumentException("auth: jwt needs jwt-secret or jwt-keys");
        }
        Set<String> algorithms =
                keys.stream().map(PubSecKeyOptions::getAlgorithm).collect(Collectors.toUnmodifiableSet());
        // Time is judged here, by the clock that everything else goes by.
        JWTAuthOptions options =
                new JWTAuthOptions().setPubSecKeys(keys).setJWTOptions(new JWTOptions().setIgnoreExpiration(true));
        return new JwtAuthenticator(JWTAuth.create(vertx, options), algorithms, audience, clock);
    }

    @Override
    public Future<Principal> authenticate(String token) {
        try {
            checkHeader(token);
            return signatures
                    .authenticate(new TokenCredentials(token))
                    .transform(verified -> verified.succeeded()
                            ? Future.succeededFuture(principal(verified.result()))
                            : Future.failedFuture(Unauthorized.invalid("the token is not signed by a known key")));
        } catch (Unauthorized e) {
            return Future.failedFuture(e);
        } catch (RuntimeException e) { // whatever the library makes of claims of the wrong type
            return Future.failedFuture(Unauthorized.invalid("the token is malformed"));
        }
    }

    /** Nothing but the algorithms of our keys gets as far as the library. */
    private void checkHeader(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw Unauthorized.invalid("the token is malformed");
        }
        byte[] json = Base64.getUrlDecoder().decode(parts[0]);
        JsonObject header = new JsonObject(new String(json, StandardCharsets.UTF_8));
        if (!(header.getValue("alg") instanceof String algorithm) || !algorithms.contains(algorithm)) {
            throw Unauthorized.invalid("the token's algorithm is not accepted");
        }
        if (header.containsKey("crit")) {
            throw Unauthorized.invalid("the token demands extensions that are not known");
        }
    }

    private Principal principal(User user) {
        return new TokenClaims(user.attributes().getJsonObject("accessToken")).principal(audience, clock.millis());
    }
}
