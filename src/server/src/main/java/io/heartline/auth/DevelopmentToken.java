package io.heartline.auth;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A client's token for development, signed with the secret that the server verifies tokens with (HS256).
 *
 * @param device the only device that may use it; null if any may
 * @param valid the time for which it is valid
 * @param rules the secret, and the audience and issuer that the server checks
 */
public record DevelopmentToken(String user, @Nullable String device, Duration valid, TokenConfig rules) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** Throws {@link IllegalArgumentException} with one line for each fault. */
    public DevelopmentToken {
        List<String> faults = new ArrayList<>();
        if (!TokenClaims.isUser(user)) {
            faults.add("user: must be 1-256 bytes of UTF-8 without control characters");
        }
        if (device != null && !TokenClaims.isDevice(device)) {
            faults.add("device: must be 1-64 characters of [A-Za-z0-9._:-]");
        }
        if (valid.toSeconds() < 1) {
            faults.add("valid-millis: must be at least 1000");
        }
        if (rules.secret() == null && rules.secretFile() == null) {
            faults.add("token: needs the jwt-secret or jwt-secret-file of the server");
        } else {
            faults.addAll(rules.faults());
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    /**
     * Makes the token. Reads the file of the secret, blocking; throws {@link IllegalArgumentException} if that is not
     * possible.
     *
     * @param now in milliseconds since 1970
     */
    public String issue(long now) {
        JsonObject claims =
                new JsonObject().put("sub", user).put("iat", now / 1_000).put("exp", (now + valid.toMillis()) / 1_000);
        put(claims, "device", device);
        put(claims, "aud", rules.audience());
        put(claims, "iss", rules.issuer());
        String unsigned = base64(new JsonObject().put("alg", "HS256").put("typ", "JWT")) + "." + base64(claims);
        return unsigned + "." + BASE64URL.encodeToString(signature(unsigned));
    }

    private static void put(JsonObject claims, String name, @Nullable String value) {
        if (value != null) {
            claims.put(name, value);
        }
    }

    private static String base64(JsonObject json) {
        return BASE64URL.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] signature(String unsigned) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret(), "HmacSHA256"));
            return mac.doFinal(unsigned.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** Of several secrets in a file the first one signs: it is the newest. */
    private byte[] secret() {
        Path file = rules.secretFile();
        String secret = rules.secret();
        return file != null
                ? JwtKeys.ofSecretFile(file, KeyFile.read("jwt-secret-file", file))
                        .get(0)
                        .getBuffer()
                        .getBytes()
                : String.valueOf(secret).getBytes(StandardCharsets.UTF_8);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "DevelopmentToken[user=" + user + ", device=" + device + ", valid=" + valid + "]";
    }
}
