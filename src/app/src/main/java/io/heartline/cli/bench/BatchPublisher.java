package io.heartline.cli.bench;

import io.heartline.cli.bench.Bench.Load;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.stream.IntStream;

/** Publishes to users round about in NDJSON batches, a bounded number of batches at a time. */
final class BatchPublisher {
    private static final String STORED = "\"state\":\"stored\"";

    private final HttpClient client;
    private final String node;
    private final Credentials credentials;
    /** The users as they stand in the JSON of a push. */
    private final List<String> users;

    private final String padding;
    private long next;

    BatchPublisher(HttpClient client, Load load) {
        this.client = client;
        this.node = load.publishTo();
        this.credentials = load.credentials();
        this.users = IntStream.range(0, load.sessions())
                .mapToObj(session -> Json.encode(credentials.user(session)))
                .toList();
        this.padding = "x".repeat(Math.max(0, load.bodyBytes() - 40));
    }

    /** Publishes one batch; completes with the number of pushes that were not answered {@code stored}. */
    Future<Long> publish(int size) {
        RequestOptions options = credentials.authorize(Probe.request(HttpMethod.POST, node + "/v1/push/batch"));
        Buffer lines = lines(size);
        return client.request(options)
                .compose(request -> send(request, lines))
                .compose(this::body)
                .map(answer -> size - count(answer.toString()));
    }

    private Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.body()
                : Future.failedFuture(node + "/v1/push/batch answered " + response.statusCode()
                        + Probe.reason(response.statusCode(), "push"));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Buffer lines) {
        return request.putHeader("Content-Type", "application/x-ndjson").send(lines);
    }

    private Buffer lines(int size) {
        Buffer lines = Buffer.buffer(size * (padding.length() + 80));
        for (int i = 0; i < size; i++) {
            lines.appendString("{\"user\":")
                    .appendString(users.get((int) (next++ % users.size())))
                    .appendString(",\"body\":{\"sentMicros\":")
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
