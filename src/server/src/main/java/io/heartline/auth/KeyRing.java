package io.heartline.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one moment, each with a verifier of the library. A key verifies tokens of its own algorithm only.
 *
 * <pre>
 *   kid of the token      keys that may have signed it       a signature that none verifies
 *   that of a key         that key                           forged
 *   any other, or none    those without a kid; with none     unknown key
 *                         in the token, all
 * </pre>
 *
 * <p>Owned by one event loop: the library verifies one token at a time.
 */
final class KeyRing {
    private final List<PubSecKeyOptions> source;
    private final List<Key> keys;

    private KeyRing(List<PubSecKeyOptions> source, List<Key> keys) {
        this.source = source;
        this.keys = keys;
    }

    static KeyRing of(Vertx vertx, List<PubSecKeyOptions> source) {
        return new KeyRing(
                source, source.stream().map(options -> Key.of(vertx, options)).toList());
    }

    /** True if it is made from this list. */
    boolean isOf(List<PubSecKeyOptions> other) {
        return source == other;
    }

    /** True if a key is for this algorithm; if there is no key yet, true for each that a public key may have. */
    boolean accepts(String algorithm) {
        return keys.isEmpty()
                ? PublicKeys.isAlgorithm(algorithm)
                : keys.stream().anyMatch(key -> key.algorithm.equals(algorithm));
    }

    /**
     * The claims of a token that one of the keys has signed; empty if the key that signed it may be one that is not known
     * here. Fails with {@link Unauthorized} if the token is malformed or forged.
     */
    Future<Optional<JsonObject>> verified(SignedToken token) {
        if (!accepts(token.algorithm())) {
            return refused("the token's algorithm is not accepted");
        }
        Key named = named(token.keyId());
        if (named == null) {
            return verifiedByAny(keys.stream().filter(key -> key.maySign(token)).iterator(), token);
        }
        if (!named.algorithm.equals(token.algorithm())) {
            return refused("the token's key is for another algorithm");
        }
        return named.verified(token)
                .compose(claims ->
                        claims.isPresent() ? Future.succeededFuture(claims) : refused(JwtAuthenticator.NOT_SIGNED));
    }

    private static <T> Future<T> refused(String reason) {
        return Future.failedFuture(Unauthorized.invalid(reason));
    }

    private @Nullable Key named(@Nullable String id) {
        return keys.stream()
                .filter(key -> id != null && id.equals(key.id))
                .findFirst()
                .orElse(null);
    }

    private static Future<Optional<JsonObject>> verifiedByAny(Iterator<Key> keys, SignedToken token) {
        return keys.hasNext()
                ? keys.next()
                        .verified(token)
                        .compose(claims ->
                                claims.isPresent() ? Future.succeededFuture(claims) : verifiedByAny(keys, token))
                : Future.succeededFuture(Optional.empty());
    }

    /** One key and its verifier. */
    private record Key(@Nullable String id, String algorithm, JWTAuth verifier) {

        /** Time is judged elsewhere, by the clock that everything else goes by. */
        static Key of(Vertx vertx, PubSecKeyOptions options) {
            JWTAuth verifier = JWTAuth.create(
                    vertx,
                    new JWTAuthOptions()
                            .addPubSecKey(options)
                            .setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
            return new Key(options.getId(), options.getAlgorithm(), verifier);
        }

        boolean maySign(SignedToken token) {
            return algorithm.equals(token.algorithm()) && (token.keyId() == null || id == null);
        }

        /** The claims; empty if another key has signed the token. */
        Future<Optional<JsonObject>> verified(SignedToken token) {
            try {
                return verifier.authenticate(new TokenCredentials(token.text()))
                        .map(user -> Optional.of(user.attributes().getJsonObject("accessToken")))
                        .otherwise(Optional.empty());
            } catch (RuntimeException e) { // the library throws at claims of the wrong type
                return Future.failedFuture(SignedToken.malformed());
            }
        }
    }
}
