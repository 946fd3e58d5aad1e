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
 * A publisher over HTTP that keeps a fixed number of batches under way, and sends the next one as soon as one is answered. It uses
 * an address of its own, if the system has one, so that rate limits do not affect other publishers. Owned by the event loop that
 * creates it.
 */
final class FloodPublisher {
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
     * @param users the number of users that get its messages: {@code flood-0}, {@code flood-1}, …
     * @param batch the number of pushes in a request
     */
    FloodPublisher(Vertx vertx, Site site, int users, int batch, int bodyBytes) {
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

    /** Starts with that many batches under way. */
    void start(int connections) {
        for (int i = 0; i < connections; i++) {
            goOn();
        }
    }

    /** Sends no new batch. */
    void stop() {
        stopped = true;
    }

    /** The number of unanswered batches. */
    int unanswered() {
        return unanswered;
    }

    /** The number of answers: {@code stored} or a code for each push, or the status of a refused batch. */
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

    /** The outcome in a line of the response. */
    static String outcome(String line) {
        if (line.contains("\"state\":\"stored\"")) {
            return "stored";
        }
        int at = line.indexOf("\"code\":\"");
        return at < 0 ? "none" : line.substring(at + 8, line.indexOf('"', at + 8));
    }
}
