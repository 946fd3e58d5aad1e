package io.heartline.client;

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

/** Over HTTP, to one node after the other. Owned by the publisher's context. */
final class HttpRoute implements Route {
    static final String NDJSON = "application/x-ndjson";
    private static final int UNAVAILABLE = 503;

    private final PublisherOptions options;
    private final HttpClient client;
    private int turn;

    HttpRoute(Vertx vertx, PublisherOptions options) {
        if (options.urls.isEmpty()) {
            throw new IllegalArgumentException("at least one url is needed");
        }
        this.options = options;
        this.client = vertx.createHttpClient(options.http, new PoolOptions().setHttp1MaxSize(options.connections));
    }

    @Override
    public Future<Reply> push(Buffer json, long timeoutMillis) {
        int used = turn;
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

    /** After the last word of this side, trying again would be in vain. */
    static Reply unreachable(Throwable failure) {
        return failure instanceof IllegalStateException ? Reply.closed() : Reply.unreachable(failure);
    }

    /** A request to the node whose turn it is; it fails where the node can't be reached. */
    Future<HttpClientRequest> request(String path, String contentType, long timeoutMillis) {
        String url = options.urls.get(turn % options.urls.size());
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url + path)
                .setConnectTimeout(Math.min(timeoutMillis, options.http.getConnectTimeout()))
                .setIdleTimeout(timeoutMillis)
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        if (options.apiKey != null) {
            request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + options.apiKey);
        }
        try {
            return client.request(request);
        } catch (IllegalStateException closed) {
            return Future.failedFuture(closed);
        }
    }

    private void onReply(int used, Reply reply) {
        if (used == turn && (reply.status() == Reply.NONE || reply.status() == UNAVAILABLE)) {
            next();
        }
    }

    /** The next node's turn. */
    void next() {
        turn++;
    }

    Future<Void> close() {
        return client.close();
    }
}
