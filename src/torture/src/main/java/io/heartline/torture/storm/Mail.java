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
 * A careful publisher: numbers the messages of each user from 0, sends them in batches, and repeats under the same id what
 * was not answered {@code stored}, a bounded number of times. Owned by the event loop of its {@link Swarm}.
 */
final class Mail {
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

    private record Letter(String user, int number, long micros) {}

    Mail(Vertx vertx, List<Site> sites, int bodyBytes) {
        this.vertx = vertx;
        this.sites = List.copyOf(sites);
        this.padding = "x".repeat(Math.max(0, bodyBytes - 50));
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(false).setConnectTimeout(2_000),
                new PoolOptions().setHttp1MaxSize(64));
    }

    /** Sends one message to each of these users; ends when all are stored, or given up. */
    Future<Void> send(List<String> users) {
        List<Future<Void>> batches = new ArrayList<>();
        for (int from = 0; from < users.size(); from += BATCH) {
            List<Letter> letters = users.subList(from, Math.min(users.size(), from + BATCH)).stream()
                    .map(user -> new Letter(user, numbers.merge(user, 1, Integer::sum) - 1, Swarm.micros()))
                    .toList();
            batches.add(attempt(letters, 1));
        }
        return Future.join(batches).mapEmpty();
    }

    /**
     * Sends to these users round about, some of them every now and then, until it is told to stop. While too many batches
     * are unanswered nobody's turn comes.
     *
     * @param some how many at a time
     * @param everyMillis how often
     * @return ends it; all that was sent is then answered sooner or later
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

    private Future<Void> attempt(List<Letter> letters, int nth) {
        unanswered++;
        return post(letters).otherwise("").compose(answer -> {
            unanswered--;
            List<Letter> left = left(letters, answer);
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

    private Future<String> post(List<Letter> letters) {
        Site site = sites.get(next++ % sites.size());
        RequestOptions options =
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(site.url() + "/v1/push/batch");
        Buffer lines = Buffer.buffer();
        letters.forEach(letter -> lines.appendString(line(letter)));
        return http.request(options)
                .compose(request -> request.putHeader("Content-Type", "application/x-ndjson")
                        .send(lines))
                .compose(HttpClientResponse::body)
                .map(Buffer::toString)
                .timeout(30, TimeUnit.SECONDS);
    }

    private String line(Letter letter) {
        return "{\"user\":\"" + letter.user() + "\",\"id\":\"" + letter.user() + "-" + letter.number()
                + "\",\"body\":{\"n\":" + letter.number() + ",\"micros\":" + letter.micros() + ",\"pad\":\"" + padding
                + "\"}}\n";
    }

    private List<Letter> left(List<Letter> letters, String answer) {
        List<String> lines = answer.lines().toList();
        List<Letter> left = new ArrayList<>();
        for (int i = 0; i < letters.size(); i++) {
            String line = i < lines.size() ? lines.get(i) : "";
            boolean done = line.contains(STORED);
            answers.merge(done ? "stored" : code(line), 1L, Long::sum);
            if (done) {
                stored++;
            } else {
                left.add(letters.get(i));
            }
        }
        return left;
    }

    private static String code(String line) {
        int at = line.indexOf("\"code\":\"");
        return at < 0 ? "none" : line.substring(at + 8, line.indexOf('"', at + 8));
    }

    /** How many of the messages that were sent have not arrived. */
    long missing(Swarm swarm) {
        long missing = 0;
        for (Map.Entry<String, Integer> sent : numbers.entrySet()) {
            Device device = swarm.devices().get(sent.getKey());
            missing += device == null ? 0 : Math.max(0, sent.getValue() - device.got());
        }
        return missing;
    }

    long stored() {
        return stored;
    }

    /** How many were never answered {@code stored}. */
    long givenUp() {
        return givenUp;
    }

    /** All answers, by what they said. */
    Map<String, Long> answers() {
        return Map.copyOf(answers);
    }
}
