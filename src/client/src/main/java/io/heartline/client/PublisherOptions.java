package io.heartline.client;

import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an application may choose for a {@link Publisher}. Every choice is checked when it is made, with an
 * {@link IllegalArgumentException} that names it; a publisher takes a copy. Not thread-safe.
 */
public final class PublisherOptions {
    /** The server knows an id again for five minutes; later, a repeated push would be a second one. */
    private static final Duration MOST_DEADLINE = Duration.ofMinutes(4);

    List<String> urls;

    @Nullable
    String apiKey;

    HttpClientOptions http = new HttpClientOptions().setConnectTimeout(5_000);
    Duration deadline = Duration.ofSeconds(60);
    Duration tryWithin = Duration.ofSeconds(10);
    Duration backoffFirst = Duration.ofMillis(200);
    Duration backoffMost = Duration.ofSeconds(10);
    int connections = 16;
    int mostAtOnce = 1_000;

    /** Where nodes are, as {@code http} or {@code https} addresses: the next one is tried when one fails. None for the bus. */
    public PublisherOptions(String... urls) {
        this.urls = Stream.of(urls).map(PublisherOptions::base).toList();
    }

    PublisherOptions copy() {
        PublisherOptions copy = new PublisherOptions(urls.toArray(String[]::new));
        copy.apiKey = apiKey;
        copy.http = new HttpClientOptions(http);
        copy.deadline = deadline;
        copy.tryWithin = tryWithin;
        copy.backoffFirst = backoffFirst;
        copy.backoffMost = backoffMost;
        copy.connections = connections;
        copy.mostAtOnce = mostAtOnce;
        return copy;
    }

    /** The API key, where the server's authentication is on. */
    public PublisherOptions apiKey(String key) {
        apiKey = key;
        return this;
    }

    /** How connections are made, TLS included. */
    public PublisherOptions http(HttpClientOptions options) {
        http = new HttpClientOptions(options);
        return this;
    }

    /** How long to try; 60 s by default, at most 4 min. In a batch: how long without any answer. */
    public PublisherOptions deadline(Duration time) {
        check(!time.isNegative() && time.compareTo(MOST_DEADLINE) <= 0, "deadline must be from 0 to 4 min");
        deadline = time;
        return this;
    }

    /** How long one try may take, besides what the push itself waits; 10 s by default. */
    public PublisherOptions tryWithin(Duration time) {
        check(time.toMillis() > 0, "tryWithin must be positive");
        tryWithin = time;
        return this;
    }

    /** The bounds of the wait before trying again: 200 ms and 10 s by default. The wait is random below its bound. */
    public PublisherOptions backoff(Duration first, Duration most) {
        check(first.toMillis() > 0 && first.compareTo(most) <= 0, "backoff must be positive, and first not over most");
        backoffFirst = first;
        backoffMost = most;
        return this;
    }

    /** How many connections to each node there are at the most; 16 by default. */
    public PublisherOptions connections(int count) {
        check(count > 0, "connections must be positive");
        connections = count;
        return this;
    }

    /** How many pushes, or lines of a batch, may be without an answer; 1,000 by default. */
    public PublisherOptions mostAtOnce(int count) {
        check(count > 0, "mostAtOnce must be positive");
        mostAtOnce = count;
        return this;
    }

    private static String base(String url) {
        URI uri = URI.create(url);
        boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        check(known && uri.getHost() != null, "no such url: " + url);
        return url.replaceFirst("/+$", "");
    }

    private static void check(boolean right, String fault) {
        if (!right) {
            throw new IllegalArgumentException(fault);
        }
    }
}
