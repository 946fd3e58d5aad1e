package io.heartline.publisher.internal;

import io.vertx.core.http.HttpClientOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of {@link io.heartline.publisher.PublisherOptions}, checked there, with their defaults. A publisher works with
 * a copy that nobody changes any more.
 */
public final class PublisherSettings {
    public List<String> urls = List.of();
    public @Nullable String apiKey;
    public HttpClientOptions http = new HttpClientOptions().setConnectTimeout(5_000);
    public Duration deadline = Duration.ofSeconds(60);
    public Duration tryWithin = Duration.ofSeconds(10);
    public Duration backoffFirst = Duration.ofMillis(200);
    public Duration backoffMost = Duration.ofSeconds(10);
    public int connections = 16;
    public int mostAtOnce = 1_000;

    public PublisherSettings copy() {
        PublisherSettings copy = new PublisherSettings();
        copy.urls = urls;
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
}
