package io.heartline.auth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of authentication.
 *
 * @param mode the proof that clients give
 * @param jwtSecret the secret that signs tokens (HS256); null if they are signed with a private key
 * @param jwtKeys the file of public keys ({@link JwtKeys}); null if tokens are signed with a secret
 * @param jwtAudience the value that {@code aud} must name; null if it is not checked
 * @param apiKeys the file of publishers' keys ({@link ApiKeys}); null if there is none
 * @param origins the pages that browsers may connect from ({@link Origins}); empty for the default
 * @param metricsOpen true if {@code /metrics} needs no key
 */
public record AuthConfig(
        Mode mode,
        @Nullable String jwtSecret,
        @Nullable Path jwtKeys,
        @Nullable String jwtAudience,
        @Nullable Path apiKeys,
        List<String> origins,
        boolean metricsOpen) {

    /** No authentication: for development. */
    public static final AuthConfig OPEN = new AuthConfig(Mode.NONE, null, null, null, null, List.of(), true);

    /** The proof that clients give. */
    public enum Mode {
        /** None: clients say who they are, and are believed. */
        NONE,
        /** A JSON Web Token. */
        JWT;

        /** As it is written in a configuration; throws {@link IllegalArgumentException} naming the option. */
        public static Mode of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "none" -> NONE;
                case "jwt" -> JWT;
                default -> throw new IllegalArgumentException("auth: must be none or jwt");
            };
        }
    }

    /** Throws {@link IllegalArgumentException} with one line for each fault. Files are read later, by who uses them. */
    public AuthConfig {
        origins = List.copyOf(origins);
        List<String> faults = new ArrayList<>();
        if (mode == Mode.JWT) {
            checkKeysGiven(jwtSecret, jwtKeys, faults);
        } else {
            checkNotGiven("jwt-secret", jwtSecret, faults);
            checkNotGiven("jwt-keys", jwtKeys, faults);
            checkNotGiven("jwt-audience", jwtAudience, faults);
        }
        if (jwtAudience != null && jwtAudience.isBlank()) {
            faults.add("jwt-audience: must not be empty");
        }
        origins.stream()
                .filter(origin -> !Origins.isWellFormed(origin))
                .forEach(origin -> faults.add("origins: '" + origin
                        + "' must be * or scheme://host or scheme://host:port, with nothing after it"));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    private static void checkKeysGiven(@Nullable String secret, @Nullable Path keys, List<String> faults) {
        if (secret == null && keys == null) {
            faults.add("auth: jwt needs jwt-secret or jwt-keys");
        }
        if (secret != null && keys != null) {
            faults.add("jwt-secret: must not be given together with jwt-keys");
        }
        if (secret != null && secret.isBlank()) {
            faults.add("jwt-secret: must not be empty");
        }
    }

    /** Reports token options without the mode that checks tokens: an open server would be a surprise. */
    private static void checkNotGiven(String option, @Nullable Object value, List<String> faults) {
        if (value != null) {
            faults.add(option + ": is of no use without auth jwt");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AuthConfig[mode=" + mode + ", jwtSecret=" + (jwtSecret == null ? "none" : "given") + ", jwtKeys="
                + jwtKeys + ", jwtAudience=" + jwtAudience + ", apiKeys=" + apiKeys + ", origins=" + origins
                + ", metricsOpen=" + metricsOpen + "]";
    }
}
