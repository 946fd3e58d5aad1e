package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A publisher that retries. It numbers the messages of each user from 0, sends them in batches, and repeats each with the same
 * id until it is answered {@code stored}, a bounded number of times. Owned by the event loop of its {@link ClientGroup}.
 */
final class CarefulPublisher {
    private static final String STORED = "\"state\":\"stored\"";
    private static final int BATCH = 500;
    private static final int TRIES = 60;
    private static final long PAUSE_MILLIS = 500;
    private static final int MOST_UNANSWERED = 30;

    private final Vertx vertx;
    private final HttpClient http;
    private final List<Site> sites;
    private final String padding;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Long> answers = new TreeMap<>();
    private int unanswered;
    private long stored;
    private long givenUp;
    private int next;

    private record Message(String user, int number, long micros) {}

    CarefulPublisher(Vertx vertx, List<Site> sites, int bodyBytes) {
        this.vertx = vertx;
        this.sites = List.copyOf(sites);
        this.padding = "x".repeat(Math.max(0, bodyBytes - 50));
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(false).setConnectTimeout(2_000),
                new PoolOptions().setHttp1MaxSize(64));
    }

    /** Sends one message to each of these users; completes when all are stored or given up. */
    Future<Void> send(List<String> users) {
        List<Future<Void>> batches = new ArrayList<>();
        for (int from = 0; from < users.size(); from += BATCH) {
            List<Message> messages = users.subList(from, Math.min(users.size(), from + BATCH)).stream()
                    .map(user -> new Message(user, numbers.merge(user, 1, Integer::sum) - 1, ClientGroup.micros()))
                    .toList();
            batches.add(attempt(messages, 1));
        }
        return Future.join(batches).mapEmpty();
    }

    /**
     * Sends to these users in turn, some at a time, until it is stopped. Pauses while too many batches are unanswered.
     *
     * @param some the number of users at a time
     * @param everyMillis the interval
     * @return stops it; messages that were sent are still retried
     */
    Runnable stream(List<String> users, int some, long everyMillis) {
        int[] turn = {0};
        long timer = vertx.setPeriodic(everyMillis, due -> {
            if (unanswered < MOST_UNANSWERED) {
                int from = turn[0];
                turn[0] = (from + some) % users.size();
                var unused = send(IntStream.range(from, from + some)
                        .mapToObj(i -> users.get(i % users.size()))
                        .toList());
            }
        });
        return () -> vertx.cancelTimer(timer);
    }

    private Future<Void> attempt(List<Message> messages, int nth) {
        unanswered++;
        return post(messages).otherwise("").compose(answer -> {
            unanswered--;
            List<Message> left = left(messages, answer);
            if (left.isEmpty()) {
                return Future.succeededFuture();
            }
            if (nth == TRIES) {
                givenUp += left.size();
                return Future.succeededFuture();
            }
            return vertx.timer(PAUSE_MILLIS).compose(due -> attempt(left, nth + 1));
        });
    }

    private Future<String> post(List<Message> messages) {
        Site site = sites.get(next++ % sites.size());
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(site.url() + "/v1/push/batch");
        Buffer lines = Buffer.buffer();
        messages.forEach(message -> lines.appendString(line(message)));
        return http.request(options)
                .compose(request -> request.putHeader("Content-Type", "application/x-ndjson")
                        .send(lines))
                .compose(HttpClientResponse::body)
                .map(Buffer::toString)
                .timeout(30, TimeUnit.SECONDS);
    }

    private String line(Message message) {
        return "{\"user\":\"" + message.user() + "\",\"id\":\"" + message.user() + "-" + message.number()
                + "\",\"body\":{\"n\":" + message.number() + ",\"micros\":" + message.micros() + ",\"pad\":\"" + padding
                + "\"}}\n";
    }

    private List<Message> left(List<Message> messages, String answer) {
        List<String> lines = answer.lines().toList();
        List<Message> left = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            boolean done = line.contains(STORED);
            answers.merge(done ? "stored" : code(line), 1L, Long::sum);
            if (done) {
                stored++;
            } else {
                left.add(messages.get(i));
            }
        }
        return left;
    }

    private static String code(String line) {
        int at = line.indexOf("\"code\":\"");
        return at < 0 ? "none" : line.substring(at + 8, line.indexOf('"', at + 8));
    }

    /** The number of sent messages that have not arrived. */
    long missing(ClientGroup group) {
        long missing = 0;
        for (Map.Entry<String, Integer> sent : numbers.entrySet()) {
            StormClient device = group.devices().get(sent.getKey());
            missing += device == null ? 0 : Math.max(0, sent.getValue() - device.got());
        }
        return missing;
    }

    long stored() {
        return stored;
    }

    /** The number of messages that were never answered {@code stored}. */
    long givenUp() {
        return givenUp;
    }

    /** The number of answers by code. */
    Map<String, Long> answers() {
        return Map.copyOf(answers);
    }
}
