package io.heartline.auth;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Authenticates clients by their JSON Web Token: signed with the secret (HS256) or for one of the public keys (RS256, ES256), and
 * by no other algorithm than the key is for. Signatures are judged by the library, claims by {@link TokenClaims}.
 *
 * <p>Keys rotate. Therefore a token that may be signed with a key that this node does not know yet is not refused for good:
 * the client is asked to come again ({@link Unauthorized#later}). If the keys are at an address, they are fetched again
 * before that.
 *
 * <p>Owned by one event loop.
 */
final class JwtAuthenticator implements ClientAuthenticator {
    static final String NOT_SIGNED = "the token is not signed by a known key";

    private static final long SHORTEST_RETRY_MILLIS = 5_000;
    private static final long LONGEST_RETRY_MILLIS = 15_000;

    private final Vertx vertx;
    private final TokenKeys keys;
    private final TokenConfig rules;
    private final InstantSource clock;
    private KeyRing ring;

    JwtAuthenticator(Vertx vertx, TokenKeys keys, TokenConfig rules, InstantSource clock) {
        this.vertx = vertx;
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
        this.ring = KeyRing.of(vertx, keys.now());
    }

    @Override
    public Future<Principal> authenticate(String token) {
        try {
            return judge(SignedToken.read(token), keys.canBeFetched());
        } catch (Unauthorized e) {
            return Future.failedFuture(e);
        }
    }

    /** @param mayFetch true if the keys may be fetched once more before the token is judged */
    private Future<Principal> judge(SignedToken token, boolean mayFetch) {
        KeyRing now = ringNow();
        if (mayFetch && PublicKeys.isAlgorithm(token.algorithm()) && !now.accepts(token.algorithm())) {
            return judgeAfterFetch(token);
        }
        return now.verified(token).compose(claims -> {
            if (claims.isEmpty()) {
                return mayFetch ? judgeAfterFetch(token) : Future.failedFuture(unknownKey(token));
            }
            return principal(claims.get());
        });
    }

    private Future<Principal> judgeAfterFetch(SignedToken token) {
        Context caller = vertx.getOrCreateContext();
        return Future.fromCompletionStage(keys.fetch(token.keyId()), caller).compose(done -> judge(token, false));
    }

    private KeyRing ringNow() {
        if (!ring.isOf(keys.now())) {
            ring = KeyRing.of(vertx, keys.now());
        }
        return ring;
    }

    private Future<Principal> principal(JsonObject claims) {
        try {
            return Future.succeededFuture(new TokenClaims(claims).principal(rules, clock.millis()));
        } catch (Unauthorized e) {
            return Future.failedFuture(e);
        }
    }

    private Unauthorized unknownKey(SignedToken token) {
        if (!keys.rotate()) {
            return Unauthorized.invalid(NOT_SIGNED);
        }
        try {
            token.unverifiedClaims().checkExpiry(clock.millis());
        } catch (Unauthorized e) {
            return e;
        }
        // Spread, because all clients of a new key come at once.
        long retry = ThreadLocalRandom.current().nextLong(SHORTEST_RETRY_MILLIS, LONGEST_RETRY_MILLIS);
        return Unauthorized.later(NOT_SIGNED, retry);
    }
}
