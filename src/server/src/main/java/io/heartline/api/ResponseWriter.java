package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Writes all HTTP responses of one gateway's API. Runs on the gateway's event loop. */
final class ResponseWriter {
    static final String JSON = "application/json";
    static final String NDJSON = "application/x-ndjson";
    private static final String PROBLEM = "application/problem+json";
    private static final Buffer NOTHING = Buffer.buffer();

    /** The time for a client that is still sending to read its response before the connection is closed. */
    private static final Duration TO_FINISH = Duration.ofSeconds(1);

    private final ApiContext api;

    ResponseWriter(ApiContext api) {
        this.api = api;
    }

    void json(HttpServerRequest request, int status, Buffer json) {
        send(request, status, JSON, json);
    }

    void ok(HttpServerRequest request, JsonObject json) {
        send(request, 200, JSON, json.toBuffer());
    }

    void noContent(HttpServerRequest request) {
        if (begin(request, 204)) {
            request.response().end();
        }
    }

    /** Redirects a browser to a page. */
    void lead(HttpServerRequest request, String page) {
        if (begin(request, 302)) {
            request.response().putHeader(HttpHeaders.LOCATION, page).end();
        }
    }

    void problem(HttpServerRequest request, Problem problem) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            response.reset(); // too late for a problem document
            return;
        }
        if (problem.retryAfter() != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, seconds(problem.retryAfter()));
        }
        if (problem.code() == ErrorCode.UNAUTHORIZED) {
            response.putHeader("WWW-Authenticate", "Bearer realm=\"heartline\"");
        }
        send(request, problem.code().status(), PROBLEM, problem.document().toBuffer());
    }

    void send(HttpServerRequest request, int status, String contentType, Buffer content) {
        if (!begin(request, status)) {
            return;
        }
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
        if (request.method() == HttpMethod.HEAD) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()));
        }
        boolean last = isLast(request);
        if (last && request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        Future<Void> sent = response.end(request.method() == HttpMethod.HEAD ? NOTHING : content);
        if (last) {
            sent.onComplete(done -> request.connection().shutdown(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** Begins a response with the headers that all have; returns false if the client is gone. */
    boolean begin(HttpServerRequest request, int status) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return false;
        }
        response.setStatusCode(status).putHeader("X-Content-Type-Options", "nosniff");
        if (!response.headers().contains(HttpHeaders.CACHE_CONTROL)) {
            response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        return true;
    }

    /**
     * Tells whether the connection closes after this response: the rest of the request is unread, or the node leaves.
     */
    private boolean isLast(HttpServerRequest request) {
        return api.health().get().leaving() || (hasBody(request) && !request.isEnded());
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null ? !length.equals("0") : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, (duration.toMillis() + 999) / 1000));
    }
}
