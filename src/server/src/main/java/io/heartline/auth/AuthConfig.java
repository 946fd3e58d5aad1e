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
 * @param tokens the keys and rules of client tokens; {@link TokenConfig#NONE} without tokens
 * @param apiKeys the file of publishers' keys ({@link ApiKeys}); null if there is none
 * @param origins the pages that browsers may connect from ({@link Origins}); empty for the default
 * @param metricsOpen true if {@code /metrics} needs no key
 */
public record AuthConfig(
        Mode mode, TokenConfig tokens, @Nullable Path apiKeys, List<String> origins, boolean metricsOpen) {

    /** No authentication: for development. */
    public static final AuthConfig OPEN = new AuthConfig(Mode.NONE, TokenConfig.NONE, null, List.of(), true);

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
        // Token options without the mode that checks tokens are a fault: an open server would be a surprise.
        List<String> faults = new ArrayList<>(mode == Mode.JWT ? tokens.faults() : tokens.useless());
        for (String origin : origins) {
            String fault = OriginList.fault(origin);
            if (fault != null) {
                faults.add("origins: '" + origin + "' " + fault);
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }
}
