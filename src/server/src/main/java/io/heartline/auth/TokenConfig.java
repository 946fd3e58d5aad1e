package io.heartline.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of client tokens: the keys that verify them, of which exactly one kind must be given to check tokens at
 * all, and the claims that are required.
 *
 * @param secret the secret that signs tokens (HS256); null if it is in a file, or if tokens are signed with a private key
 * @param secretFile the file of the secret; read again when it changes
 * @param keys the public keys ({@link JwtKeys}): a file, or the https address of a JSON Web Key Set
 * @param audience the value that {@code aud} must name; null if it is not checked
 * @param issuer the value of {@code iss}; null if it is not checked
 * @param allowNoExp true if a token may be valid for ever
 */
public record TokenConfig(
        @Nullable String secret,
        @Nullable Path secretFile,
        @Nullable String keys,
        @Nullable String audience,
        @Nullable String issuer,
        boolean allowNoExp) {

    /** No tokens. */
    public static final TokenConfig NONE = new TokenConfig(null, null, null, null, null, false);

    /** Tokens that are signed with a secret. */
    public static TokenConfig ofSecret(String secret) {
        return new TokenConfig(secret, null, null, null, null, false);
    }

    /** Tokens that are verified with public keys of a file or an address. */
    public static TokenConfig ofKeys(String keys) {
        return new TokenConfig(null, null, keys, null, null, false);
    }

    /** The https address of the public keys; null if they are in a file, or if there are none. */
    @Nullable
    URI keysAddress() {
        return keys != null && isAddress(keys) ? URI.create(keys) : null;
    }

    /** The file of the public keys; null if they are at an address, or if there are none. */
    @Nullable
    Path keysFile() {
        return keys != null && !isAddress(keys) ? Path.of(keys) : null;
    }

    private static boolean isAddress(String keys) {
        return keys.contains("://");
    }

    /** The faults, one sentence each, if tokens are to be checked. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        long given = Stream.of(secret != null, secretFile != null, keys != null)
                .filter(Boolean::booleanValue)
                .count();
        if (given == 0) {
            faults.add("auth: jwt needs jwt-secret, jwt-secret-file or jwt-keys");
        } else if (given > 1) {
            faults.add("auth: only one of jwt-secret, jwt-secret-file and jwt-keys may be given");
        }
        if (secret != null) {
            int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
            if (bytes < JwtKeys.SECRET_BYTES) {
                faults.add("jwt-secret: must have at least " + JwtKeys.SECRET_BYTES + " bytes, not " + bytes);
            }
        }
        if (keys != null && isAddress(keys) && !isHttps(keys)) {
            faults.add("jwt-keys: '" + keys + "' must be a file or an https:// address");
        }
        addEmpty(faults, "jwt-audience", audience);
        addEmpty(faults, "jwt-issuer", issuer);
        return faults;
    }

    private static boolean isHttps(String address) {
        try {
            URI uri = new URI(address);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void addEmpty(List<String> faults, String option, @Nullable String value) {
        if (value != null && value.isBlank()) {
            faults.add(option + ": must not be empty");
        }
    }

    /** The options that were given although no tokens are checked. */
    List<String> useless() {
        List<String> useless = new ArrayList<>();
        addGiven(useless, "jwt-secret", secret != null);
        addGiven(useless, "jwt-secret-file", secretFile != null);
        addGiven(useless, "jwt-keys", keys != null);
        addGiven(useless, "jwt-audience", audience != null);
        addGiven(useless, "jwt-issuer", issuer != null);
        addGiven(useless, "jwt-allow-no-exp", allowNoExp);
        return useless;
    }

    private static void addGiven(List<String> useless, String option, boolean given) {
        if (given) {
            useless.add(option + ": is of no use without auth jwt");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenConfig[secret=" + (secret == null ? "none" : "given") + ", secretFile=" + secretFile + ", keys="
                + keys + ", audience=" + audience + ", issuer=" + issuer + ", allowNoExp=" + allowNoExp + "]";
    }
}
