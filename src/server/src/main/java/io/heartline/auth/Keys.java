package io.heartline.auth;

import io.vertx.core.Vertx;
import io.vertx.ext.auth.PubSecKeyOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All keys that a configuration names: read and checked once, before a node starts, so that a bad file stops it while there
 * is nothing to close again, all of its event loops go by the same keys, and none of them reads a file.
 *
 * <p>Immutable; safe on any thread.
 */
public final class Keys {
    private final AuthConfig config;
    private final ApiKeys api;
    private final List<PubSecKeyOptions> tokens;

    private Keys(AuthConfig config, ApiKeys api, List<PubSecKeyOptions> tokens) {
        this.config = config;
        this.api = api;
        this.tokens = tokens;
    }

    /** Reads the files, blocking; throws {@link IllegalArgumentException} with one line for each fault of any of them. */
    public static Keys read(AuthConfig config) {
        List<String> faults = new ArrayList<>();
        Optional<ApiKeys> api = read(() -> ApiKeys.of(config), faults);
        Optional<List<PubSecKeyOptions>> tokens = read(() -> JwtKeys.of(config), faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new Keys(config, api.orElseThrow(), tokens.orElseThrow());
    }

    private static <T> Optional<T> read(Supplier<T> keys, List<String> faults) {
        try {
            return Optional.of(keys.get());
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Those of publishers and operators. */
    public ApiKeys api() {
        return api;
    }

    /** Makes the authenticator of one event loop; null without authentication. */
    public @Nullable ClientAuthenticator authenticator(Vertx vertx, InstantSource clock) {
        return config.mode() == AuthConfig.Mode.JWT
                ? JwtAuthenticator.of(vertx, tokens, config.jwtAudience(), clock)
                : null;
    }
}
