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
 * A publisher with a low rate that measures answers and their times: single small pushes at a fixed interval. Owned by the event
 * loop that creates it.
 */
final class ProbePublisher {
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

    ProbePublisher(Vertx vertx, Site site) {
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
        long from = ClientGroup.micros();
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(site.url() + "/v1/push");
        Buffer push = Buffer.buffer("{\"user\":\"probe-" + number++ % 50 + "\",\"ttlMillis\":1000,\"body\":1}");
        var unused = http.request(options)
                .compose(request ->
                        request.putHeader("Content-Type", "application/json").send(push))
                .compose(response -> response.body().map(body -> {
                    withoutRetryAfter +=
                            needsRetryAfter(response.statusCode()) && response.getHeader("Retry-After") == null ? 1 : 0;
                    return response.statusCode();
                }))
                .otherwise(0)
                .onSuccess(status -> onAnswer(status, ClientGroup.micros() - from));
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

    /** The number of answers by HTTP status; 0 if there was none. */
    Map<Integer, Long> answers() {
        return Map.copyOf(answers);
    }

    /** The status of the last answer. */
    int last() {
        return last;
    }

    /** The number of answers 429 and 503 without Retry-After. */
    long withoutRetryAfter() {
        return withoutRetryAfter;
    }

    /** The 99th percentiles of the time until a push was stored, and until any other answer, in milliseconds. */
    long[] mostMillis() {
        return new long[] {stored.getValueAtPercentile(99) / 1_000, refused.getValueAtPercentile(99) / 1_000};
    }
}
