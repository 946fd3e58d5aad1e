package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;

/**
 * A publisher that does not care: many batches at once over HTTP, the next as soon as one is answered, whatever the answers
 * say. It comes from an address of its own where the system has one, so that a limit on publishers tells it from others. Owned
 * by the event loop that makes it.
 */
final class Torrent {
    private static final String LOOPBACK = "127.0.0.1";
    /** All of 127.0.0.0/8 is this machine, on most systems. */
    private static final String OWN = "127.0.0.2";

    private final HttpClient http;
    private final Site site;
    private final int users;
    private final int batch;
    private final String padding;
    private final Map<String, Long> answers = new TreeMap<>();
    private boolean stopped;
    private int unanswered;
    private long next;

    /**
     * @param users among how many its messages are shared out: {@code flood-0}, {@code flood-1}, …
     * @param batch pushes in one request
     */
    Torrent(Vertx vertx, Site site, int users, int batch, int bodyBytes) {
        this.site = site;
        this.users = users;
        this.batch = batch;
        this.padding = "x".repeat(bodyBytes);
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(false).setLocalAddress(address()),
                new PoolOptions().setHttp1MaxSize(10_000));
    }

    private static String address() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(OWN))) {
            return socket.getInetAddress().getHostAddress();
        } catch (IOException notHere) {
            return LOOPBACK;
        }
    }

    /** Begins, with so many batches at once. */
    void start(int connections) {
        for (int i = 0; i < connections; i++) {
            goOn();
        }
    }

    /** Begins no batch any more. */
    void stop() {
        stopped = true;
    }

    /** How many batches are not answered yet. */
    int unanswered() {
        return unanswered;
    }

    /** What it was answered: {@code stored} or a code, for each push; the status of a request that was refused whole. */
    Map<String, Long> answers() {
        return Map.copyOf(answers);
    }

    private void goOn() {
        if (stopped) {
            return;
        }
        unanswered++;
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(site.url() + "/v1/push/batch");
        http.request(options)
                .compose(request -> request.putHeader("Content-Type", "application/x-ndjson")
                        .send(lines()))
                .compose(response -> response.body().onSuccess(body -> count(response.statusCode(), body)))
                .onComplete(answer -> {
                    unanswered--;
                    if (answer.failed()) {
                        count("broken");
                    }
                    goOn();
                });
    }

    private Buffer lines() {
        Buffer lines = Buffer.buffer(batch * (padding.length() + 60));
        for (int i = 0; i < batch; i++) {
            lines.appendString("{\"user\":\"flood-")
                    .appendString(Long.toString(next++ % users))
                    .appendString("\",\"body\":\"")
                    .appendString(padding)
                    .appendString("\"}\n");
        }
        return lines;
    }

    private void count(int status, Buffer body) {
        if (status == 200) {
            body.toString().lines().forEach(line -> count(outcome(line)));
        } else {
            count(Integer.toString(status));
        }
    }

    private void count(String outcome) {
        answers.merge(outcome, 1L, Long::sum);
    }

    /** What one line says. */
    static String outcome(String line) {
        if (line.contains("\"state\":\"stored\"")) {
            return "stored";
        }
        int at = line.indexOf("\"code\":\"");
        return at < 0 ? "none" : line.substring(at + 8, line.indexOf('"', at + 8));
    }
}
