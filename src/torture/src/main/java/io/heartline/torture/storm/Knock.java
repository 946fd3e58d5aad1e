package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Knocks at a door every now and then: single pushes, each with the same small body, to see what a modest publisher is
 * answered and how soon. Owned by the event loop that makes it.
 */
final class Knock {
    private static final long EVERY_MILLIS = 50;
    private static final int MOST_OUT = 100;

    private final Vertx vertx;
    private final HttpClient http;
    private final Site site;
    private final Map<Integer, Long> answers = new TreeMap<>();
    private final Histogram stored = new Histogram(600_000_000, 3);
    private final Histogram refused = new Histogram(600_000_000, 3);
    private long timer;
    private int out;
    private long number;
    private int last;
    private long withoutRetryAfter;

    Knock(Vertx vertx, Site site) {
        this.vertx = vertx;
        this.site = site;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(false), new PoolOptions().setHttp1MaxSize(MOST_OUT));
    }

    void start() {
        timer = vertx.setPeriodic(EVERY_MILLIS, due -> push());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void push() {
        if (out >= MOST_OUT) {
            return;
        }
        out++;
        long from = Swarm.micros();
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(site.url() + "/v1/push");
        Buffer push = Buffer.buffer("{\"user\":\"knock-" + number++ % 50 + "\",\"ttlMillis\":1000,\"body\":1}");
        var unused = http.request(options)
                .compose(request ->
                        request.putHeader("Content-Type", "application/json").send(push))
                .compose(response -> response.body().map(body -> {
                    withoutRetryAfter +=
                            needsRetryAfter(response.statusCode()) && response.getHeader("Retry-After") == null ? 1 : 0;
                    return response.statusCode();
                }))
                .otherwise(0)
                .onSuccess(status -> onAnswer(status, Swarm.micros() - from));
    }

    private static boolean needsRetryAfter(int status) {
        return status == 429 || status == 503;
    }

    private void onAnswer(int status, long micros) {
        out--;
        last = status;
        answers.merge(status, 1L, Long::sum);
        (status == 202 ? stored : refused).recordValue(Math.min(micros, 600_000_000));
    }

    /** By HTTP status; 0 where there was none. */
    Map<Integer, Long> answers() {
        return Map.copyOf(answers);
    }

    /** The last answer. */
    int last() {
        return last;
    }

    /** How many 429 and 503 did not say when to come again. */
    long withoutRetryAfter() {
        return withoutRetryAfter;
    }

    /** How many milliseconds 99 of 100 stored answers took, and 99 of 100 of all others. */
    long[] mostMillis() {
        return new long[] {stored.getValueAtPercentile(99) / 1_000, refused.getValueAtPercentile(99) / 1_000};
    }
}
