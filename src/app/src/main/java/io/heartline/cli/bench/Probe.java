package io.heartline.cli.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the metrics of the nodes at {@code /metrics}. */
final class Probe {
    private static final String CPU = "process_cpu_time_ns_total";
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    private final HttpClient client;
    private final Credentials credentials;
    private final List<String> nodes;

    Probe(HttpClient client, Credentials credentials, List<String> nodes) {
        this.client = client;
        this.credentials = credentials;
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
        String segment = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
        return get(node + "/v1/users/" + segment)
                .map(body -> body.toJsonObject().getLong("pending", 0L));
    }

    private Future<Reading> read(String node) {
        return get(node + "/metrics").map(Probe::parse);
    }

    private Future<Buffer> get(String url) {
        RequestOptions options = credentials.authorize(request(HttpMethod.GET, url));
        return client.request(options).compose(request -> request.send()).compose(response -> body(url, response));
    }

    /** A request; if its address is https, the certificate and the name in it are checked. */
    static RequestOptions request(HttpMethod method, String url) {
        RequestOptions options = new RequestOptions().setMethod(method).setAbsoluteURI(url);
        return url.startsWith("https:") ? options.setSslOptions(new ClientSSLOptions()) : options;
    }

    private static Future<Buffer> body(String url, HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.body()
                : Future.failedFuture(
                        url + " answered " + response.statusCode() + reason(response.statusCode(), "read"));
    }

    /** An explanation of a status, for the message of a failure; empty if the status says enough. */
    static String reason(int status, String scope) {
        return status == 401 || status == 403
                ? ": give --api-key a key with the scopes push and read; this needs " + scope
                : "";
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
