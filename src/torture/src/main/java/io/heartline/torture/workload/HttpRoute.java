package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Publishes over HTTP, in single pushes or batches. The futures that it returns never fail. Owned by the run's event loop. */
final class HttpRoute {
    /** Longer than a node's deadline for commands. */
    static final long WITHIN_MILLIS = 10_000;

    private static final int CONNECT_MILLIS = 3_000;
    private static final int MOST_CONNECTIONS = 64;

    private final Vertx vertx;
    private final HttpClient client;

    HttpRoute(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    }

    Future<Answer> push(Site site, Push push) {
        return request(site, "/v1/push", "application/json")
                .compose(request ->
                        bounded(request, request.send(push.json().toBuffer()).compose(response -> response.body()
                                .map(body -> Answer.of(response.statusCode(), body, retryAfter(response))))))
                .otherwise(Answer::lost);
    }

    /**
     * Sends a batch. Passes on the answer to each push when its line arrives; for pushes without a line, at the end. Completes after
     * the last answer.
     */
    Future<Void> push(Site site, List<Push> pushes, BiConsumer<Push, Answer> answers) {
        Buffer lines = Buffer.buffer();
        pushes.forEach(push -> lines.appendBuffer(push.json().toBuffer()).appendString("\n"));
        int[] told = {0};
        return request(site, "/v1/push/batch", "application/x-ndjson")
                .compose(request -> bounded(
                        request,
                        request.send(lines)
                                .compose(response -> read(response, line -> {
                                    if (told[0] < pushes.size()) {
                                        answers.accept(pushes.get(told[0]++), line);
                                    }
                                }))))
                .otherwise(Answer::lost)
                .map(rest -> {
                    while (told[0] < pushes.size()) {
                        answers.accept(pushes.get(told[0]++), rest);
                    }
                    return null;
                });
    }

    /** Passes on the answer of each line; completes with the answer for pushes without one. */
    private static Future<Answer> read(HttpClientResponse response, Consumer<Answer> answers) {
        if (response.statusCode() != 200) {
            return response.body().map(body -> Answer.of(response.statusCode(), body, retryAfter(response)));
        }
        Promise<Answer> over = Promise.promise();
        RecordParser lines = RecordParser.newDelimited("\n", line -> answers.accept(Answer.ofLine(line)));
        response.handler(lines);
        response.exceptionHandler(over::tryFail);
        response.endHandler(end -> over.tryFail("the answers ended early"));
        return over.future();
    }

    private Future<HttpClientRequest> request(Site site, String path, String contentType) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(site.host())
                .setPort(site.port())
                .setURI(path)
                .setConnectTimeout(CONNECT_MILLIS)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        try {
            return client.request(options);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    /** Resets the request after a timeout, so that its connection is not used again. */
    private <T> Future<T> bounded(HttpClientRequest request, Future<T> answer) {
        long timer = vertx.setTimer(WITHIN_MILLIS, late -> request.reset());
        return answer.andThen(done -> vertx.cancelTimer(timer));
    }

    private static long retryAfter(HttpClientResponse response) {
        return RetryAfter.millis(response.getHeader(HttpHeaders.RETRY_AFTER));
    }

    Future<Void> close() {
        return client.close();
    }
}
