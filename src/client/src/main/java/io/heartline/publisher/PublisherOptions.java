package io.heartline.publisher;

import io.heartline.publisher.internal.PublisherSettings;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Options of a {@link Publisher}. Each value is checked when it is set, with an {@link IllegalArgumentException} that
 * names it; a publisher takes a copy. Not thread-safe.
 */
public final class PublisherOptions {
    /** Below the five minutes for which the server knows an id; later, a repeated push would be a second one. */
    private static final Duration MAX_DEADLINE = Duration.ofMinutes(4);

    private final PublisherSettings settings = new PublisherSettings();

    /**
     * Options with the addresses of nodes, {@code http} or {@code https}: if one fails, the next is tried. None for the
     * bus.
     */
    public PublisherOptions(String... urls) {
        settings.urls = Stream.of(urls).map(PublisherOptions::base).toList();
    }

    /** A copy, for one publisher. */
    PublisherSettings settings() {
        return settings.copy();
    }

    /** API key, if the server's authentication is on. */
    public PublisherOptions apiKey(String key) {
        settings.apiKey = key;
        return this;
    }

    /** Options of HTTP connections, TLS included. */
    public PublisherOptions http(HttpClientOptions options) {
        settings.http = new HttpClientOptions(options);
        return this;
    }

    /**
     * Time until a push without an outcome ends; 60 s by default, at most 4 min. In a batch: time without any answer.
     */
    public PublisherOptions deadline(Duration time) {
        check(!time.isNegative() && time.compareTo(MAX_DEADLINE) <= 0, "deadline must be from 0 to 4 min");
        settings.deadline = time;
        return this;
    }

    /** Timeout of one try, besides the wait of the push itself; 10 s by default. */
    public PublisherOptions tryWithin(Duration time) {
        check(time.toMillis() > 0, "tryWithin must be positive");
        settings.tryWithin = time;
        return this;
    }

    /**
     * Bounds of the wait before the next try: 200 ms and 10 s by default. Each wait is random, below a ceiling that
     * doubles from the first to the second.
     */
    public PublisherOptions backoff(Duration first, Duration most) {
        check(first.toMillis() > 0 && first.compareTo(most) <= 0, "backoff must be positive, and first not over most");
        settings.backoffFirst = first;
        settings.backoffMost = most;
        return this;
    }

    /** Maximum number of connections to each node; 16 by default. */
    public PublisherOptions connections(int count) {
        check(count > 0, "connections must be positive");
        settings.connections = count;
        return this;
    }

    /** Maximum number of pushes, or lines of a batch, without an answer; 1,000 by default. */
    public PublisherOptions mostAtOnce(int count) {
        check(count > 0, "mostAtOnce must be positive");
        settings.mostAtOnce = count;
        return this;
    }

    private static String base(String url) {
        URI uri = URI.create(url);
        boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        check(known && uri.getHost() != null, "no such url: " + url);
        check(
                uri.getRawQuery() == null && uri.getRawFragment() == null,
                "url must have no query and no fragment: " + url);
        return url.replaceFirst("/+$", "");
    }

    private static void check(boolean right, String fault) {
        if (!right) {
            throw new IllegalArgumentException(fault);
        }
    }
}
