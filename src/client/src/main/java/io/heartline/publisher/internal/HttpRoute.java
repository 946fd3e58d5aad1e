package io.heartline.publisher.internal;

import io.heartline.client.internal.RetryAfter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** Route over HTTP: if a node fails, the next one is used. Owned by the publisher's context. */
public final class HttpRoute implements Route {
    static final String NDJSON = "application/x-ndjson";
    private static final int UNAVAILABLE = 503;

    private final PublisherSettings settings;
    private final HttpClient client;
    private int current;

    public HttpRoute(Vertx vertx, PublisherSettings settings) {
        if (settings.urls.isEmpty()) {
            throw new IllegalArgumentException("at least one url is needed");
        }
        this.settings = settings;
        this.client = vertx.createHttpClient(settings.http, new PoolOptions().setHttp1MaxSize(settings.connections));
    }

    @Override
    public Future<Reply> push(Buffer json, long timeoutMillis) {
        int used = current;
        return request("/v1/push", "application/json", timeoutMillis)
                .transform(ready -> ready.failed()
                        ? Future.succeededFuture(unreachable(ready.cause()))
                        : ready.result().send(json).compose(HttpRoute::reply).otherwise(Reply::lost))
                .onSuccess(reply -> onReply(used, reply));
    }

    static Future<Reply> reply(HttpClientResponse response) {
        long retryAfter = RetryAfter.millis(response.getHeader(HttpHeaders.RETRY_AFTER));
        return response.body().map(body -> new Reply(response.statusCode(), body, retryAfter, true));
    }

    /** Reply of a request that was not sent. If this publisher is closed, it must not be tried again. */
    static Reply unreachable(Throwable failure) {
        return failure instanceof IllegalStateException ? Reply.closed() : Reply.unreachable(failure);
    }

    /** Opens a request to the current node; fails if it can't be reached. */
    Future<HttpClientRequest> request(String path, String contentType, long timeoutMillis) {
        String url = settings.urls.get(current % settings.urls.size());
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url + path)
                .setConnectTimeout(Math.min(timeoutMillis, settings.http.getConnectTimeout()))
                .setIdleTimeout(timeoutMillis)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        if (settings.apiKey != null) {
            request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + settings.apiKey);
        }
        try {
            return client.request(request);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private void onReply(int used, Reply reply) {
        if (used == current && (reply.status() == Reply.NONE || reply.status() == UNAVAILABLE)) {
            next();
        }
    }

    /** Goes on to the next node. */
    void next() {
        current++;
    }

    public Future<Void> close() {
        return client.close();
    }
}
