package io.heartline.auth;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All keys that a configuration names: read and checked before a node starts, so that a bad file stops it while there is
 * nothing to close again, and read again when they change, on a thread of their own. All event loops go by the same keys, and
 * none of them reads a file.
 *
 * <p>Any thread.
 */
public final class Keys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final long FIRST_FETCH_SECONDS = 8;

    private final AuthConfig config;
    private final ApiKeys api;
    private final TokenKeys tokens;
    private final List<WatchedKeyFile<?>> files = new ArrayList<>();
    private @Nullable ScheduledExecutorService watch;

    private Keys(AuthConfig config, InstantSource clock) {
        this.config = config;
        this.api = ApiKeys.ofMode(config.mode(), config.apiKeys() != null);
        this.tokens = tokens(config.tokens(), clock);
        Path apiKeys = config.apiKeys();
        if (apiKeys != null) {
            files.add(
                    0,
                    new WatchedKeyFile<>(ApiKeys.OPTION, apiKeys, text -> ApiKeys.parse(apiKeys, text), api::replace));
        }
    }

    private TokenKeys tokens(TokenConfig from, InstantSource clock) {
        Path secretFile = from.secretFile();
        Path keysFile = from.keysFile();
        URI address = from.keysAddress();
        if (address != null) {
            return TokenKeys.ofAddress(new RemoteKeySet.Source(address, new HttpsFetcher(), clock));
        }
        if (secretFile == null && keysFile == null) {
            return TokenKeys.fixed(from.secret() == null ? List.of() : List.of(JwtKeys.ofSecret(from.secret())));
        }
        TokenKeys keys = TokenKeys.ofFile();
        if (secretFile != null) {
            files.add(new WatchedKeyFile<>(
                    "jwt-secret-file", secretFile, text -> JwtKeys.ofSecretFile(secretFile, text), keys::replace));
        }
        if (keysFile != null) {
            files.add(new WatchedKeyFile<>(
                    "jwt-keys", keysFile, text -> JwtKeys.ofText(keysFile.toString(), text), keys::replace));
        }
        return keys;
    }

    /**
     * Reads the files, blocking; throws {@link IllegalArgumentException} with one line for each fault of any of them. An
     * address that does not answer within some seconds is no fault: tokens can't be judged until it does.
     */
    public static Keys read(AuthConfig config) {
        Keys keys = new Keys(config, InstantSource.system());
        List<String> faults = new ArrayList<>();
        for (WatchedKeyFile<?> file : keys.files) {
            try {
                file.open();
            } catch (IllegalArgumentException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        RemoteKeySet remote = keys.tokens.remote();
        if (remote != null) {
            var unused = remote.fetch()
                    .completeOnTimeout(null, FIRST_FETCH_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        return keys;
    }

    /** Reads the keys again from now on when they change. Does nothing if no key can change. */
    public synchronized void watch() {
        if (watch == null && (!files.isEmpty() || tokens.canBeFetched())) {
            watch = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "heartline-keys");
                thread.setDaemon(true);
                return thread;
            });
            ScheduledFuture<?> unused = watch.scheduleWithFixedDelay(
                    this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Takes the keys that have changed, blocking. */
    void look() {
        try {
            files.forEach(WatchedKeyFile::look);
            RemoteKeySet remote = tokens.remote();
            if (remote != null) {
                remote.look();
            }
        } catch (RuntimeException e) {
            LOG.error("The keys could not be looked at", e);
        }
    }

    /** Watches no longer. */
    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.shutdownNow();
            watch = null;
        }
    }

    /** Those of publishers and operators. */
    public ApiKeys api() {
        return api;
    }

    /** Makes the authenticator of one event loop; null without authentication. */
    public @Nullable ClientAuthenticator authenticator(Vertx vertx, InstantSource clock) {
        return config.mode() == AuthConfig.Mode.JWT
                ? new JwtAuthenticator(vertx, tokens, config.tokens(), clock)
                : null;
    }
}
