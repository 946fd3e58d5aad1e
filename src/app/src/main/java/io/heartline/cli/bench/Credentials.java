package io.heartline.cli.bench;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Proves to nodes with authentication who the load generator is: an API key for what it pushes and reads, and a token for each
 * session. Without any, sessions name their users, and nodes must run without authentication. Never prints a secret.
 */
public final class Credentials {
    /** For nodes without authentication. */
    public static final Credentials NONE = new Credentials(null, List.of(), null, null);

    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final @Nullable String apiKey;
    private final List<String> tokens;
    private final @Nullable String secret;
    private final @Nullable String audience;

    private Credentials(
            @Nullable String apiKey, List<String> tokens, @Nullable String secret, @Nullable String audience) {
        this.apiKey = apiKey;
        this.tokens = List.copyOf(tokens);
        this.secret = secret;
        this.audience = audience;
    }

    /** With an API key of the scopes push and read; null if none is needed. */
    public Credentials withApiKey(@Nullable String apiKey) {
        return new Credentials(apiKey, tokens, secret, audience);
    }

    /** With ready tokens, one for each session; throws {@link IllegalArgumentException} if one names no user. */
    public Credentials withTokens(List<String> ready) {
        ready.forEach(Credentials::subject);
        return new Credentials(apiKey, ready, secret, audience);
    }

    /** With tokens that are signed here (HS256), for users that this program names. */
    public Credentials withSecret(String shared, @Nullable String forAudience) {
        return new Credentials(apiKey, tokens, shared, forAudience);
    }

    /** The user of the session with this number, from 0. */
    String user(int session) {
        return tokens.isEmpty() ? "bench-" + session : subject(tokens.get(session));
    }

    /** The fields of a {@code hello} that say who the session is. */
    JsonObject hello(int session) {
        if (!tokens.isEmpty()) {
            return new JsonObject().put("token", tokens.get(session));
        }
        String user = user(session);
        return secret == null
                ? new JsonObject().put("user", user)
                : new JsonObject().put("token", sign(user, secret, Instant.now().plus(LIFETIME)));
    }

    /** Adds the API key to a request. */
    RequestOptions authorize(RequestOptions request) {
        return apiKey == null ? request : request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + apiKey);
    }

    private String sign(String user, String key, Instant expires) {
        JsonObject claims = new JsonObject().put("sub", user).put("exp", expires.getEpochSecond());
        if (audience != null) {
            claims.put("aud", audience);
        }
        String signed = part(new JsonObject().put("alg", "HS256").put("typ", "JWT")) + "." + part(claims);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String part(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** The user that a token names. */
    private static String subject(String token) {
        try {
            String[] parts = token.split("\\.", -1);
            if (parts.length == 3) {
                String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                if (new JsonObject(claims).getValue("sub") instanceof String subject) {
                    return subject;
                }
            }
        } catch (DecodeException | IllegalArgumentException malformed) {
            // The message below says it without the token.
        }
        throw new IllegalArgumentException("a line is no JWT with a sub");
    }
}
