package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.api.NodeHealth.Phase;
import io.heartline.auth.ApiKeys;
import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests in flight when a node leaves. */
class LeavingTest {
    private static final String PUSH = "{\"user\":\"a\",\"body\":1}";

    private final Promise<PushResult> result = Promise.promise();
    private final BlockingQueue<PushOrder> pushed = new ArrayBlockingQueue<>(10);
    private ApiGateway gateway;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start();
        gateway.push = order -> {
            pushed.add(order);
            return result.future();
        };
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void awaitPush() throws InterruptedException {
        assertThat(pushed.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    private void closing() {
        gateway.health = new NodeHealth(Phase.CLOSING, List.of());
    }

    private Future<Void> answered() {
        return gateway.<List<Future<Void>>>on(() -> Future.succeededFuture(List.of(gateway.requests.answered())))
                .get(0);
    }

    private void awaitOpen() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (answered().isComplete()) {
            assertThat(System.nanoTime()).as("patience for a request").isLessThan(deadline);
        }
    }

    private void answer() {
        gateway.on(() -> {
            result.complete(ApiGateway.STORED);
            return Future.succeededFuture();
        });
    }

    private void finish() {
        gateway.on(() -> {
            gateway.requests.finish();
            return Future.succeededFuture();
        });
    }

    private CompletableFuture<HttpResponse<String>> pushing() {
        return gateway.client.sendAsync(
                gateway.to("/v1/push")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(PUSH))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void aPushIsOpenUntilItIsAnswered() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = pushing();
        awaitPush();
        closing();

        Future<Void> answered = answered();
        assertThat(answered.isComplete()).isFalse();
        answer();

        ApiGateway.await(answered);
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        assertThat(answer.get().headers().firstValue("Connection")).contains("close");
    }

    @Test
    void aPushWhoseSenderIsGoneIsNotWaitedFor() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        write(socket, head() + PUSH);
        awaitPush();
        Future<Void> answered = answered();

        socket.close();

        ApiGateway.await(answered);
    }

    @Test
    void aPushThatIsReadTooLateIsRefused() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            write(socket, head() + "{");
            awaitOpen();
            closing();
            write(socket, PUSH.substring(1));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after:")
                    .containsIgnoringCase("connection: close");
        }
        assertThat(pushed).isEmpty();
    }

    @Test
    void aPushOverTheBusIsOpenUntilItIsAnsweredAlsoWhereNoMoreAreTaken() throws Exception {
        BusApi bus = gateway.on(
                () -> BusApi.listen(gateway.vertx, gateway.context(ApiConfig.DEFAULT, ApiKeys.open()), 100_000));
        Future<Message<JsonObject>> reply = gateway.vertx.eventBus().request("heartline.push", new JsonObject(PUSH));
        awaitPush();

        gateway.on(bus::close);
        Future<Void> answered = answered();
        assertThat(answered.isComplete()).isFalse();
        answer();

        ApiGateway.await(answered);
        assertThat(ApiGateway.await(reply).body().getJsonArray("results")).hasSize(1);
    }

    @Test
    void aBatchAnswersWhatItReadInTimeAndRejectsTheRestInItsPlace() throws Exception {
        StreamedBatch batch = new StreamedBatch(gateway);
        batch.write(PUSH + "\n");
        awaitPush();
        closing();
        batch.write("nonsense\n" + PUSH + "\n");
        Future<Void> answered = answered();
        batch.request.end();
        answer();

        assertThat(batch.take()).contains("\"stored\"");
        assertThat(batch.take()).contains("BAD_REQUEST");
        assertThat(batch.take()).contains("\"rejected\"").contains("UNAVAILABLE");
        assertThat(ApiGateway.await(batch.ended)).isTrue();
        ApiGateway.await(answered);
        assertThat(pushed).isEmpty();
    }

    @Test
    void aBatchThatItsSenderLeavesOpenIsEndedOnceItsLinesAreAnswered() throws Exception {
        StreamedBatch batch = new StreamedBatch(gateway);
        batch.write(PUSH + "\n{\"us");
        awaitPush();
        Future<Void> answered = answered();

        finish();
        assertThat(batch.ended.isComplete()).isFalse();
        answer();

        assertThat(batch.take()).contains("\"stored\"");
        assertThat(ApiGateway.await(batch.ended)).isTrue();
        batch.write("er\":\"late\",\"body\":1}\n");
        assertThat(answered.isComplete()).as("the sender may still be reading").isFalse();
        batch.request.end();
        ApiGateway.await(answered);
        assertThat(pushed).isEmpty();
    }

    @Test
    void aBatchThatWasEndedIsNotWaitedForOnceItsSenderIsGone() throws Exception {
        StreamedBatch batch = new StreamedBatch(gateway);
        batch.write(PUSH + "\n");
        awaitPush();
        Future<Void> answered = answered();
        finish();
        answer();
        assertThat(ApiGateway.await(batch.ended)).isTrue();

        batch.request.connection().close();

        ApiGateway.await(answered);
    }

    private static String head() {
        return "POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " + PUSH.length()
                + "\r\n\r\n";
    }

    private static void write(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
