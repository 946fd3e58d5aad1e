package io.heartline.auth;

import io.vertx.ext.auth.PubSecKeyOptions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JSON Web Key Set at an https address. It is fetched at the start, every five minutes, and when a token names a key that
 * is not known: once a minute for each name. Strangers can make up names, so that there is also a limit for all of them: ten
 * fetches at once, then one in ten seconds. Only one fetch is under way at a time.
 *
 * <p>If the address does not answer, the keys that were fetched before stay in use.
 *
 * <p>Any thread.
 */
final class RemoteKeySet {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeySet.class);
    private static final long EVERY_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long AFTER_FAILURE_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final long FOR_ONE_ID_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long FOR_ALL_IDS_MILLIS = Duration.ofSeconds(10).toMillis();
    private static final int AT_ONCE = 10;
    private static final int IDS = 1_000;
    private static final int LONGEST_ID = 256;

    private final Source source;
    private final Consumer<List<PubSecKeyOptions>> keys;

    /** The time of the last fetch for each id. The oldest comes first. */
    private final Map<String, Long> asked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > IDS;
        }
    };

    private @Nullable CompletableFuture<Void> running;
    /** The time at which the limit for all ids allows a fetch, if none were allowed at once. */
    private long allowedAt;

    private long dueAt = Long.MIN_VALUE;
    private @Nullable String fault;

    /**
     * The place of the set.
     *
     * @param fetcher gets the text at an address; fails if it takes too long or has too much to say
     */
    record Source(URI address, Function<URI, CompletableFuture<String>> fetcher, InstantSource clock) {}

    /** @param keys takes the keys of each successful fetch */
    RemoteKeySet(Source source, Consumer<List<PubSecKeyOptions>> keys) {
        this.source = source;
        this.keys = keys;
    }

    /** Fetches the set if it is time to. Called every second or so. */
    synchronized void look() {
        if (running == null && source.clock().millis() >= dueAt) {
            var unused = fetch();
        }
    }

    /**
     * Fetches the set because of a token that names the key {@code id}, within the limits. Completes at once if they do not
     * allow it; never fails.
     */
    synchronized CompletableFuture<Void> fetchFor(String id) {
        if (running != null) {
            return running;
        }
        long now = source.clock().millis();
        Long last = asked.get(id);
        long from = Math.max(allowedAt, now - (AT_ONCE - 1) * FOR_ALL_IDS_MILLIS);
        if (id.length() > LONGEST_ID || (last != null && now - last < FOR_ONE_ID_MILLIS) || from > now) {
            return CompletableFuture.completedFuture(null);
        }
        allowedAt = from + FOR_ALL_IDS_MILLIS;
        asked.remove(id);
        asked.put(id, now);
        return fetch();
    }

    /** Fetches the set now. Completes when it is read, or could not be; never fails. */
    synchronized CompletableFuture<Void> fetch() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        running = over;
        CompletableFuture<Void> unused = source.fetcher()
                .apply(source.address())
                .thenApply(text -> JwtKeys.ofRemoteSet(source.address().toString(), text))
                .handle((read, failure) -> {
                    onFetched(read, failure);
                    over.complete(null);
                    return null;
                });
        return over;
    }

    private synchronized void onFetched(@Nullable List<PubSecKeyOptions> read, @Nullable Throwable failure) {
        running = null;
        long now = source.clock().millis();
        if (read == null) {
            dueAt = now + AFTER_FAILURE_MILLIS;
            report(reason(failure));
        } else {
            dueAt = now + EVERY_MILLIS;
            keys.accept(read);
            if (fault != null) {
                LOG.info("jwt-keys: {} answers again", source.address());
                fault = null;
            }
        }
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof IllegalArgumentException ? String.valueOf(cause.getMessage()) : String.valueOf(cause);
    }

    private void report(String found) {
        if (!found.equals(fault)) {
            LOG.error(
                    "jwt-keys: {} could not be fetched. The keys that were fetched before stay in use: {}",
                    source.address(),
                    found);
            fault = found;
        }
    }
}
