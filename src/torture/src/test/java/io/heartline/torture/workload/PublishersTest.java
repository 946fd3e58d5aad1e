package io.heartline.torture.workload;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.MemoryRecorder;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import io.heartline.torture.workload.WorkloadConfig.Pushes;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PublishersTest {
    private static final int OPEN = 16;

    private final Vertx vertx = Vertx.vertx();
    private final MemoryRecorder notes = MemoryRecorder.live();
    private final Counters counters = new Counters();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpRoute http;

    @AfterEach
    void closeVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aMessageKeepsItsIdUntilItIsStored() throws Exception {
        Publishers publishers = publishers(singles(Duration.ofMinutes(1)), request -> {
            switch (requests.incrementAndGet() % 4) {
                case 0 -> answer(request, 504, "OUTCOME_UNKNOWN");
                case 1 -> answer(request, 503, "UNAVAILABLE");
                case 2 -> request.connection().close();
                default -> store(request);
            }
        });
        eventually("some are begun", Duration.ofSeconds(30), () -> counters.of(Count.BEGUN) >= 40);
        calm(publishers);

        assertThat(counters.of(Count.STORED)).isEqualTo(counters.of(Count.BEGUN));
        assertThat(counters.of(Count.GIVEN_UP)).isZero();
        var tries = notes.events(Event.Tried.class).stream().collect(Collectors.groupingBy(Event.Tried::id));
        assertThat(tries).hasSize((int) counters.of(Count.BEGUN));
        assertThat(tries.values()).anySatisfy(some -> assertThat(some).hasSizeGreaterThan(1));
        assertThat(tries.values()).allSatisfy(some -> assertThat(
                        some.stream().map(tried -> tried.user() + tried.number() + " " + tried.ttlMillis()))
                .containsOnly(some.get(0).user() + some.get(0).number() + " "
                        + some.get(0).ttlMillis()));
        assertThat(notes.events(Event.Answered.class).stream().map(Event.Answered::fate))
                .contains(Fate.values());
    }

    @Test
    void eachLineOfABatchHasItsOwnAnswerAndWhatHasNoneIsUnknown() throws Exception {
        Pushes batches = new Pushes(200, OPEN, Duration.ofMinutes(1), 1, 0, Duration.ofMinutes(1));
        Publishers publishers = publishers(batches, request -> {
            if (request.path().equals("/v1/push")) {
                store(request);
                return;
            }
            request.body().onSuccess(lines -> answerAllButTheLast(request, lines));
        });
        eventually("some are begun", Duration.ofSeconds(30), () -> counters.of(Count.BEGUN) >= 40);
        calm(publishers);

        assertThat(counters.of(Count.STORED)).isEqualTo(counters.of(Count.BEGUN));
        assertThat(counters.of(Count.UNKNOWN)).isPositive();
        assertThat(counters.of(Count.REFUSED)).isZero();
    }

    @Test
    void whatIsNotStoredInTimeIsGivenUpAndSoIsWhatIsMalformed() throws Exception {
        Publishers publishers = publishers(singles(Duration.ofMillis(300)), request -> {
            if (requests.incrementAndGet() % 2 == 0) {
                answer(request, 503, "UNAVAILABLE");
            } else {
                answer(request, 400, "BAD_REQUEST");
            }
        });
        eventually("some are begun", Duration.ofSeconds(30), () -> counters.of(Count.BEGUN) >= 20);
        calm(publishers);

        assertThat(counters.of(Count.GIVEN_UP)).isEqualTo(counters.of(Count.BEGUN));
        assertThat(notes.events(Event.GivenUp.class).stream().map(Event.GivenUp::id))
                .doesNotHaveDuplicates();
    }

    @Test
    void whereNothingIsAnsweredItPauses() throws Exception {
        publishers(singles(Duration.ofMinutes(1)), request -> requests.incrementAndGet());
        eventually("the limit is reached", Duration.ofSeconds(30), () -> requests.get() >= OPEN);
        AtomicInteger later = new AtomicInteger();
        vertx.setTimer(300, now -> later.set(1));
        eventually("time has passed", Duration.ofSeconds(30), () -> later.get() == 1);

        assertThat(counters.of(Count.BEGUN)).isEqualTo(OPEN);
    }

    @Test
    void aUserWithoutRoomGetsNothingNewUntilThereIsRoom() throws Exception {
        Publishers publishers = publishers(
                singles(Duration.ofMinutes(1)), request -> request.body().onSuccess(body -> {
                    boolean full = body.toJsonObject().getString("user").equals("user-1");
                    if (full && requests.incrementAndGet() < 100) {
                        answer(request, 507, "MAILBOX_FULL");
                    } else {
                        store(request);
                    }
                }));
        eventually("the others go on", Duration.ofSeconds(30), () -> counters.of(Count.STORED) >= 100);
        long stuck = notes.events(Event.Tried.class).stream()
                .filter(tried -> tried.user().equals("user-1"))
                .map(Event.Tried::id)
                .distinct()
                .count();
        assertThat(stuck).isBetween(1L, (long) OPEN);
        requests.set(100);
        calm(publishers);
        assertThat(counters.of(Count.STORED)).isEqualTo(counters.of(Count.BEGUN));
    }

    private static Pushes singles(Duration giveUp) {
        return new Pushes(200, OPEN, giveUp, 0, 0.5, Duration.ofMinutes(1));
    }

    private Publishers publishers(Pushes pushes, Handler<HttpServerRequest> server) throws Exception {
        FakeNode node = new FakeNode(vertx, server);
        WorkloadConfig config = WorkloadConfig.of(1)
                .with(new Crowd(5, 1, Duration.ofHours(1), Duration.ofSeconds(1)))
                .with(pushes);
        http = new HttpRoute(vertx);
        Publishers publishers =
                new Publishers(new WorkloadContext(vertx, config, List.of(node.site()), notes, counters), http, null);
        vertx.runOnContext(now -> publishers.start());
        return publishers;
    }

    private void calm(Publishers publishers) throws Exception {
        Promise<Void> calm = Promise.promise();
        vertx.runOnContext(now -> publishers.calm().onComplete(calm));
        calm.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static void store(HttpServerRequest request) {
        request.response().setStatusCode(202).end(stored().encode());
    }

    private static JsonObject stored() {
        JsonObject result = new JsonObject()
                .put("user", "u")
                .put("state", "stored")
                .put("epoch", "e")
                .put("seq", 1);
        return new JsonObject().put("id", "m").put("results", new JsonArray().add(result));
    }

    private static void answer(HttpServerRequest request, int status, String code) {
        request.response()
                .setStatusCode(status)
                .end(new JsonObject().put("code", code).encode());
    }

    private static void answerAllButTheLast(HttpServerRequest request, Buffer lines) {
        long count = lines.toString().lines().count();
        request.response().end((stored().encode() + "\n").repeat((int) count - 1));
    }
}
