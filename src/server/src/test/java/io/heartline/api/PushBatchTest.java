package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.heartline.delivery.PushResult.Refusal;
import io.heartline.user.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushBatchTest {
    private static final int IN_FLIGHT = 4;

    private ApiGateway gateway;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start(new ApiConfig(65_536, IN_FLIGHT, 0, 1_000, List.of()));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static String line(String user) {
        return "{\"user\":\"" + user + "\",\"body\":1}\n";
    }

    private static List<JsonObject> answers(HttpResponse<String> answer) {
        return answer.body().lines().map(JsonObject::new).toList();
    }

    private static String user(JsonObject answer) {
        return answer.getJsonArray("results").getJsonObject(0).getString("user");
    }

    @Test
    void everyLineIsAnsweredInItsOrder() {
        String users = IntStream.range(0, 500).mapToObj(i -> line("u" + i)).collect(Collectors.joining());

        HttpResponse<String> answer = gateway.batch(users);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(answers(answer))
                .extracting(PushBatchTest::user)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "u" + i).toList());
    }

    @Test
    void anAnswerThatIsReadyWaitsForThoseBeforeIt() {
        List<Promise<PushResult>> first = new ArrayList<>();
        gateway.push = order -> {
            if (order.user().equals("slow")) {
                first.add(Promise.promise());
                return first.get(0).future();
            }
            first.get(0).tryComplete(ApiGateway.STORED);
            return Future.succeededFuture(ApiGateway.STORED);
        };

        assertThat(answers(gateway.batch(line("slow") + line("quick"))))
                .extracting(PushBatchTest::user)
                .containsExactly("slow", "quick");
    }

    @Test
    void linesForOneUserAreNumberedInLineOrder() {
        Map<String, Long> heads = new HashMap<>();
        gateway.push = order -> {
            long seq = heads.merge(order.user(), 1L, Long::sum);
            return Future.succeededFuture(new PushResult.Stored(new Position("e", seq), 0, false));
        };
        String lines = """
                {"user":"a","body":1,"id":"1"}
                {"users":["b","a"],"body":1,"id":"2"}
                {"user":"a","body":1,"id":"3"}
                """;

        List<JsonObject> answers = answers(gateway.batch(lines));

        assertThat(answers).extracting(answer -> answer.getString("id")).containsExactly("1", "2", "3");
        assertThat(answers)
                .extracting(answer -> answer.getJsonArray("results").stream()
                        .map(JsonObject.class::cast)
                        .filter(result -> result.getString("user").equals("a"))
                        .findFirst()
                        .orElseThrow()
                        .getLong("seq"))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aMalformedLineIsAnsweredInItsPlaceAndDoesNotStopTheOthers() {
        List<JsonObject> answers = answers(gateway.batch(line("a") + "{\"user\":\"b\"}\nnonsense\n" + line("c")));

        assertThat(user(answers.get(0))).isEqualTo("a");
        assertThat(answers.get(1).fieldNames()).containsExactly("error");
        assertThat(answers.get(1).getJsonObject("error").getString("code")).isEqualTo("BAD_REQUEST");
        assertThat(answers.get(1).getJsonObject("error").getString("message")).contains("body");
        assertThat(answers.get(2).getJsonObject("error").getString("code")).isEqualTo("BAD_REQUEST");
        assertThat(user(answers.get(3))).isEqualTo("c");
    }

    @Test
    void aRefusedLineAnswersResults() {
        gateway.push =
                order -> Future.succeededFuture(new PushResult.Rejected(Refusal.MAILBOX_FULL, "The mailbox is full."));

        JsonObject result =
                answers(gateway.batch(line("a"))).get(0).getJsonArray("results").getJsonObject(0);

        assertThat(result.getString("state")).isEqualTo("rejected");
        assertThat(result.getJsonObject("error").getString("code")).isEqualTo("MAILBOX_FULL");
    }

    @Test
    void aLineWithABodyOverTheLimitIsRejectedForItsUser() {
        String large = "{\"user\":\"a\",\"body\":\"" + "b".repeat(65_535) + "\"}\n";

        List<JsonObject> answers = answers(gateway.batch(line("a") + large + line("c")));

        JsonObject result = answers.get(1).getJsonArray("results").getJsonObject(0);
        assertThat(result.getString("state")).isEqualTo("rejected");
        assertThat(result.getJsonObject("error").getString("code")).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(user(answers.get(2))).isEqualTo("c");
    }

    @Test
    void aLineOfAnyLengthIsAnsweredInItsPlaceAndTheNextIsTaken() {
        String endless = "x".repeat(5_000_000) + "\n";

        List<JsonObject> answers = answers(gateway.batch(line("a") + endless + line("c")));

        assertThat(answers).hasSize(3);
        assertThat(answers.get(1).getJsonObject("error").getString("code")).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(user(answers.get(2))).isEqualTo("c");
    }

    @Test
    void blankLinesAreNotAnsweredAndTheLastLineNeedsNoEnd() {
        assertThat(answers(
                        gateway.batch("\n" + line("a") + "\r\n  \n" + line("b").strip())))
                .extracting(PushBatchTest::user)
                .containsExactly("a", "b");
    }

    @Test
    void anEmptyBatchHasNoAnswers() {
        HttpResponse<String> answer = gateway.batch("");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void noMorePushesThanConfiguredAreUnderWay() {
        List<Promise<PushResult>> underWay = new ArrayList<>();
        int[] most = {0};
        gateway.push = order -> {
            Promise<PushResult> promise = Promise.promise();
            underWay.add(promise);
            most[0] = Math.max(most[0], underWay.size());
            gateway.vertx.runOnContext(later -> {
                underWay.remove(promise);
                promise.complete(ApiGateway.STORED);
            });
            return promise.future();
        };

        assertThat(answers(gateway.batch(line("a").repeat(2_000)))).hasSize(2_000);
        assertThat(most[0]).isBetween(2, IN_FLIGHT);
    }

    @Test
    void malformedLinesBehindASlowOneCountAsUnderWayToo() throws Exception {
        Promise<PushResult> slow = Promise.promise();
        BlockingQueue<PushOrder> pushed = new ArrayBlockingQueue<>(10);
        gateway.push = order -> {
            pushed.add(order);
            return slow.future();
        };
        StreamedBatch batch = new StreamedBatch(gateway);

        batch.write(line("slow") + "nonsense\n".repeat(IN_FLIGHT) + line("next"));

        assertThat(pushed.poll(20, TimeUnit.SECONDS))
                .extracting(PushOrder::user)
                .isEqualTo("slow");
        gateway.on(Future::succeededFuture); // the turn that took the lines is over
        assertThat(pushed).isEmpty();
        gateway.on(() -> {
            slow.complete(ApiGateway.STORED);
            return Future.succeededFuture();
        });
        assertThat(pushed.poll(20, TimeUnit.SECONDS))
                .extracting(PushOrder::user)
                .isEqualTo("next");
    }

    @Test
    void answersComeWhileTheBatchIsStillBeingSent() throws Exception {
        StreamedBatch batch = new StreamedBatch(gateway);

        batch.write(line("first"));
        assertThat(batch.take()).contains("first");
        batch.write(line("second"));
        assertThat(batch.take()).contains("second");
        batch.request.end();

        assertThat(ApiGateway.await(batch.ended)).isTrue();
    }

    @Test
    void aBatchWhoseSenderGoesAwayIsForgotten() throws Exception {
        Promise<PushResult> slow = Promise.promise();
        BlockingQueue<PushOrder> pushed = new ArrayBlockingQueue<>(10);
        gateway.push = order -> {
            pushed.add(order);
            return slow.future();
        };
        StreamedBatch batch = new StreamedBatch(gateway);
        batch.write(line("a"));
        assertThat(pushed.poll(20, TimeUnit.SECONDS)).isNotNull();

        ApiGateway.await(batch.request.connection().close());
        gateway.on(() -> {
            slow.complete(ApiGateway.STORED);
            return Future.succeededFuture();
        });
        gateway.push = order -> Future.succeededFuture(ApiGateway.STORED);

        assertThat(gateway.batch(line("b")).statusCode()).isEqualTo(200);
    }

    @Test
    void aProxyMustNotHoldResultsBack() {
        assertThat(gateway.batch(line("a")).headers().firstValue("X-Accel-Buffering"))
                .contains("no");
    }

    @Test
    void aClientThatWaitsToBeAskedIsAsked() {
        HttpResponse<String> answer = gateway.send(gateway.to("/v1/push/batch")
                .header("Content-Type", "application/x-ndjson")
                .expectContinue(true)
                .POST(BodyPublishers.ofString(line("a"))));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answers(answer)).hasSize(1);
    }
}
