package io.heartline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.internal.MovedLoop;
import io.heartline.publisher.PushOutcome.Answered;
import io.heartline.publisher.PushOutcome.Refused;
import io.heartline.publisher.PushOutcome.Unknown;
import io.heartline.publisher.internal.PublisherContext;
import io.heartline.publisher.internal.Route.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A push and its tries, on a moved clock, over a route whose answers the test sets. */
class PushRunTest {
    private static final String STORED =
            "{\"id\":\"x\",\"results\":[{\"user\":\"alice\",\"state\":\"stored\",\"epoch\":\"e\",\"seq\":7,\"sessions\":2,"
                    + "\"duplicate\":true}]}";

    private final MovedLoop loop = new MovedLoop();
    private final List<JsonObject> tries = new ArrayList<>();
    private final List<Long> timeouts = new ArrayList<>();
    private Promise<Reply> answer = Promise.promise();
    private final RandomGenerator random = () -> 0;
    private final Publisher publisher = new Publisher(
            new PublisherContext(
                    loop, random, new PublisherOptions().mostAtOnce(2).settings()),
            (json, timeoutMillis) -> {
                tries.add(new JsonObject(json));
                timeouts.add(timeoutMillis);
                answer = Promise.promise();
                return answer.future();
            });

    @Test
    void whatIsStoredIsToldAsSuch() {
        Future<PushOutcome> outcome = push(Push.to("alice", "hello").id("x"));
        answer(202, STORED);

        assertThat(outcome.result())
                .isEqualTo(new Answered("x", List.of(new UserResult.Stored("alice", "e", 7, 2, true))));
    }

    @Test
    void aPushGetsItsIdBeforeTheFirstTryAndKeepsIt() {
        Future<PushOutcome> outcome = push(Push.to("alice", "hello"));
        answer(503, "{}");
        loop.pass(10_000);
        answer(504, "{}");
        loop.pass(10_000);
        loop.run(() -> answer.complete(Reply.lost(new RuntimeException("reset"))));
        loop.pass(10_000);
        answer(200, STORED);

        assertThat(tries).hasSize(4);
        assertThat(tries.stream().map(push -> push.getString("id")).distinct()).hasSize(1);
        assertThat(outcome.result().id())
                .isEqualTo(tries.get(0).getString("id"))
                .hasSize(26);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 413, 415, 507})
    void whatWillNotChangeIsNotRepeated(int status) {
        Future<PushOutcome> outcome = push(Push.to("alice", 1).id("x"));
        answer(status, "{\"code\":\"SOME_CODE\",\"detail\":\"some words\"}");
        loop.pass(100_000);

        assertThat(outcome.result()).isEqualTo(new Refused("x", "SOME_CODE", "some words"));
        assertThat(tries).hasSize(1);
    }

    @Test
    void theServerSaysHowLongToWait() {
        push(Push.to("alice", 1));
        loop.run(() -> answer.complete(new Reply(429, Buffer.buffer("{}"), 7_000, true)));
        loop.pass(6_999);
        assertThat(tries).hasSize(1);
        loop.pass(1);
        assertThat(tries).hasSize(2);
    }

    @Test
    void refusedToTheEndMeansNothingIsStored() {
        Future<PushOutcome> outcome = push(Push.to("alice", 1).id("x"));
        loop.run(() -> answer.complete(Reply.unreachable(new RuntimeException("connection refused"))));
        loop.pass(1_000);
        loop.run(() -> answer.complete(new Reply(503, Buffer.buffer("draining"), 70_000, true)));

        assertThat(outcome.result()).isEqualTo(new Refused("x", "UNAVAILABLE", "draining"));
    }

    @Test
    void oneDoubtfulTryMakesTheOutcomeUnknown() {
        Future<PushOutcome> outcome = push(Push.to("alice", 1).id("x"));
        loop.run(() -> answer.complete(Reply.lost(new RuntimeException("reset"))));
        loop.pass(1_000);
        loop.run(() -> answer.complete(new Reply(503, Buffer.buffer("draining"), 70_000, true)));

        assertThat(outcome.result()).isEqualTo(new Unknown("x", "draining"));
    }

    @Test
    void aRefusalSettlesADoubtOnlyWhereItWouldKnowThePushAgain() {
        for (int status : List.of(401, 507)) {
            Future<PushOutcome> outcome = push(Push.to("alice", 1).id("x"));
            loop.run(() -> answer.complete(Reply.lost(new RuntimeException("reset"))));
            loop.pass(1_000);
            answer(status, "{}");

            assertThat(outcome.result()).isInstanceOf(status == 507 ? Refused.class : Unknown.class);
        }
    }

    @Test
    void aPushToSeveralIsRepeatedWhileOneOfThemIsInDoubt() {
        Future<PushOutcome> outcome =
                push(Push.toAll(List.of("alice", "bob"), 1).id("x"));
        answer(200, several("unknown\",\"error\":{\"code\":\"OUTCOME_UNKNOWN\",\"message\":\"m\"},\"x\":\""));
        loop.pass(1_000);
        answer(200, several("rejected\",\"error\":{\"code\":\"UNAVAILABLE\",\"message\":\"m\"},\"x\":\""));
        loop.pass(1_000);
        answer(200, several("rejected\",\"error\":{\"code\":\"MAILBOX_FULL\",\"message\":\"m\"},\"x\":\""));

        assertThat(tries).hasSize(3);
        assertThat(((Answered) outcome.result()).results().get(1))
                .isEqualTo(new UserResult.Rejected("bob", "MAILBOX_FULL", "m"));
    }

    @Test
    void anAnswerThatCanNotBeReadIsNone() {
        Future<PushOutcome> outcome = push(Push.to("alice", 1).id("x"));
        answer(200, "<html>");
        loop.pass(1_000);
        answer(202, STORED);

        assertThat(outcome.result()).isInstanceOf(Answered.class);
    }

    @Test
    void aTryMayTakeLongerWhereThePushItselfWaits() {
        push(Push.to("alice", 1).awaitAcked(Duration.ofSeconds(5)));

        assertThat(timeouts).containsExactly(15_000L);
        assertThat(tries.get(0).getString("wait")).isEqualTo("acked");
        assertThat(tries.get(0).getLong("waitMillis")).isEqualTo(5_000);
    }

    @Test
    void pushesUnderWayAreBounded() {
        push(Push.to("alice", 1));
        push(Push.to("alice", 2));

        assertThat(push(Push.to("alice", 3).id("x")).result()).isInstanceOf(Refused.class);
        answer(202, STORED);
        assertThat(push(Push.to("alice", 4)).isComplete()).isFalse();
    }

    @Test
    void aBodyGoesThroughByteForByteOnOneLine() {
        Buffer json = Push.to("zoë", Buffer.buffer("{ \"a\" :\n 1.50 }"))
                .id("x")
                .ttl(Duration.ofSeconds(3))
                .withReceipt()
                .encoded(() -> "unused")
                .json();

        assertThat(json)
                .hasToString(
                        "{\"user\":\"zoë\",\"id\":\"x\",\"ttlMillis\":3000,\"receipt\":true,\"body\":{ \"a\" :  1.50 }}");
    }

    private Future<PushOutcome> push(Push push) {
        return publisher.push(push);
    }

    private void answer(int status, String body) {
        loop.run(() -> answer.complete(new Reply(status, Buffer.buffer(body), 0, true)));
    }

    private static String several(String second) {
        return "{\"id\":\"x\",\"results\":[{\"user\":\"alice\",\"state\":\"stored\",\"epoch\":\"e\",\"seq\":7,\"sessions\":0,"
                + "\"duplicate\":false},{\"user\":\"bob\",\"state\":\"" + second + "\"}]}";
    }
}
