package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.PushResult;
import io.heartline.testsupport.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingPushesTest {
    private final WaitingPushes waiting = new WaitingPushes(5, 3);

    private Promise<PushResult> waits(String who) {
        Promise<PushResult> push = Promise.promise();
        waiting.add(who, push.future());
        return push;
    }

    private int status(String who, int more) {
        return Objects.requireNonNull(waiting.refusal(who, more)).code().status();
    }

    @Test
    void eachPublisherHasALimitOfItsOwn() {
        waits("a");
        Promise<PushResult> second = waits("a");

        assertThat(waiting.refusal("a", 1)).isNull();
        assertThat(status("a", 2)).isEqualTo(429);
        assertThat(waiting.refusal("b", 3)).isNull();
        second.complete(new PushResult.Offline());
        assertThat(waiting.refusal("a", 2)).isNull();
    }

    @Test
    void allTogetherHaveALimit() {
        List.of("a", "a", "a", "b").forEach(this::waits);
        Promise<PushResult> last = waits("b");

        assertThat(status("c", 1)).isEqualTo(503);
        last.fail("lost");
        assertThat(waiting.refusal("c", 1)).isNull();
    }

    @Test
    void aBodyOverTheBudgetMayWaitAlone() {
        WaitingPushes small = new WaitingPushes(5, 5, 100);
        assertThat(small.refusalOf(101)).isNull();
        Promise<PushResult> push = Promise.promise();
        small.hold(101, push.future());

        Problem refusal = Objects.requireNonNull(small.refusalOf(1));
        assertThat(refusal.code().status()).isEqualTo(503);
        push.fail("lost");
        assertThat(small.refusalOf(101)).isNull();
    }

    @Test
    void pushesThatWaitNeverRefuseAPlainPush() {
        try (ApiGateway gateway = ApiGateway.start()) {
            Promise<PushResult> acknowledged = Promise.promise();
            gateway.push =
                    order -> order.waitAcked() ? acknowledged.future() : Future.succeededFuture(ApiGateway.STORED);
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.of(1_000, 1_000, 400)
                    .mapToObj(users -> waiting(gateway, users))
                    .toList();
            Eventually.eventually("all pushes wait", Duration.ofSeconds(20), () -> gateway.orders.size() == 2_400);

            assertThat(gateway.push("{\"user\":\"a\",\"body\":1}").statusCode())
                    .as("none of them is stored yet")
                    .isEqualTo(503);
            gateway.on(() -> {
                gateway.whenStored.forEach(Runnable::run);
                return Future.succeededFuture();
            });
            assertThat(gateway.push("{\"user\":\"a\",\"body\":1}").statusCode()).isEqualTo(202);
            assertThat(waiting(gateway, 1_000).join().statusCode()).isEqualTo(429);

            gateway.on(() -> {
                acknowledged.complete(ApiGateway.STORED);
                return Future.succeededFuture();
            });
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void whileAPushWaitsNeitherItsBodyNorItsRequestIsKept() throws Exception {
        int pushes = 400;
        byte[] body = ("{\"user\":\"a\",\"wait\":\"acked\",\"body\":\"" + "x".repeat(60_000) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] head = ("POST /v1/push HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        List<Socket> publishers = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        try (ApiGateway gateway = ApiGateway.start()) {
            Promise<PushResult> acknowledged = Promise.promise();
            gateway.push = order -> {
                gateway.orders.clear();
                asked.incrementAndGet();
                return acknowledged.future();
            };
            long before = heapInUse();
            for (int i = 0; i < pushes; i++) {
                Socket publisher = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
                publishers.add(publisher);
                publisher.getOutputStream().write(head);
                publisher.getOutputStream().write(body);
            }
            Eventually.eventually("all pushes wait", Duration.ofSeconds(20), () -> asked.get() == pushes);

            long all = (long) pushes * body.length;
            Eventually.eventually(
                    "what is kept is small", Duration.ofSeconds(20), () -> heapInUse() - before < all / 2);
        } finally {
            for (Socket publisher : publishers) {
                publisher.close();
            }
        }
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static CompletableFuture<HttpResponse<String>> waiting(ApiGateway gateway, int users) {
        JsonArray names = new JsonArray();
        IntStream.range(0, users).forEach(i -> names.add("u" + i));
        JsonObject push = new JsonObject()
                .put("users", names)
                .put("body", 1)
                .put("wait", "acked")
                .put("waitMillis", 30_000);
        return gateway.client.sendAsync(
                gateway.to("/v1/push")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(push.encode()))
                        .build(),
                BodyHandlers.ofString());
    }
}
