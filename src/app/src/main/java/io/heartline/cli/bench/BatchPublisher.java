package io.heartline.cli.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Publishes to users round about in NDJSON batches, a bounded number of batches at a time. */
final class BatchPublisher {
    private static final String STORED = "\"state\":\"stored\"";

    private final HttpClient client;
    private final String node;
    private final int users;
    private final String padding;
    private long next;

    BatchPublisher(HttpClient client, String node, int users, int bodyBytes) {
        this.client = client;
        this.node = node;
        this.users = users;
        this.padding = "x".repeat(Math.max(0, bodyBytes - 40));
    }

    /** Publishes one batch; completes with the number of pushes that were not answered {@code stored}. */
    Future<Long> publish(int size) {
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(node + "/v1/push/batch");
        Buffer lines = lines(size);
        return client.request(options)
                .compose(request -> send(request, lines))
                .compose(HttpClientResponse::body)
                .map(answer -> size - count(answer.toString()));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer lines) {
        return request.putHeader("Content-Type", "application/x-ndjson").send(lines);
    }

    private Buffer lines(int size) {
        Buffer lines = Buffer.buffer(size * (padding.length() + 80));
        for (int i = 0; i < size; i++) {
            lines.appendString("{\"user\":\"bench-")
                    .appendString(Long.toString(next++ % users))
                    .appendString("\",\"body\":{\"sentMicros\":")
                    .appendString(Long.toString(LoadSession.nowMicros()))
                    .appendString(",\"pad\":\"")
                    .appendString(padding)
                    .appendString("\"}}\n");
        }
        return lines;
    }

    private static long count(String answers) {
        long stored = 0;
        for (int at = answers.indexOf(STORED); at >= 0; at = answers.indexOf(STORED, at + STORED.length())) {
            stored++;
        }
        return stored;
    }
}
