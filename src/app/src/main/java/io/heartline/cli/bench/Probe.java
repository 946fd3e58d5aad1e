package io.heartline.cli.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.List;

/** Reads the metrics of the nodes at {@code /metrics}. */
final class Probe {
    private static final String CPU = "process_cpu_time_ns_total";
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    private final HttpClient client;
    private final List<String> nodes;

    Probe(HttpClient client, List<String> nodes) {
        this.client = client;
        this.nodes = List.copyOf(nodes);
    }

    /** The resources that all nodes together have used since they started. */
    record Reading(double cpuSeconds, double heapBytes) {
        Reading since(Reading before) {
            return new Reading(cpuSeconds - before.cpuSeconds, heapBytes - before.heapBytes);
        }
    }

    Future<Reading> read() {
        List<Future<Reading>> readings = nodes.stream().map(this::read).toList();
        return Future.all(readings).map(all -> {
            double cpu = 0;
            double heap = 0;
            for (Future<Reading> reading : readings) {
                cpu += reading.result().cpuSeconds();
                heap += reading.result().heapBytes();
            }
            return new Reading(cpu, heap);
        });
    }

    /** The number of messages that a user's mailbox owes. */
    Future<Long> pending(String node, String user) {
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(node + "/v1/users/" + user);
        return client.request(options)
                .compose(request -> request.send())
                .compose(HttpClientResponse::body)
                .map(body -> body.toJsonObject().getLong("pending", 0L));
    }

    private Future<Reading> read(String node) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(node + "/metrics");
        return client.request(options).compose(request -> request.send()).compose(response -> body(node, response));
    }

    private static Future<Reading> body(String node, HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture(node + "/metrics answered " + response.statusCode()
                    + ": start the nodes with --metrics-open, or without authentication");
        }
        return response.body().map(Probe::parse);
    }

    private static Reading parse(Buffer text) {
        double cpuNanos = 0;
        double heap = 0;
        for (String line : text.toString().lines().toList()) {
            if (line.startsWith(CPU)) {
                cpuNanos += value(line);
            } else if (line.startsWith(HEAP)) {
                heap += value(line);
            }
        }
        return new Reading(cpuNanos / 1e9, heap);
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }
}
