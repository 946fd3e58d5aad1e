package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.ApiKeys;
import io.heartline.auth.SecurityLog;
import io.heartline.auth.TrustedProxies;
import io.heartline.delivery.Delivery;
import io.heartline.delivery.DeliveryConfig;
import io.heartline.delivery.DeliveryContext;
import io.heartline.delivery.GatewayId;
import io.heartline.store.InMemoryEntries;
import io.heartline.store.InMemoryUserStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API on the delivery and the store that it is made for. */
class WiredTest {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() {
        Context loop = vertx.getOrCreateContext();
        server = ApiGateway.await(Future.<HttpServer>future(
                promise -> loop.runOnContext(turn -> listen(loop).onComplete(promise))));
    }

    private Future<HttpServer> listen(Context loop) {
        InMemoryUserStore store = new InMemoryUserStore(loop, new InMemoryEntries("node"));
        Delivery delivery = new Delivery(
                new DeliveryContext(
                        new GatewayId("node", 0),
                        vertx,
                        node -> true,
                        InstantSource.system(),
                        new SimpleMeterRegistry(),
                        new SplittableRandom(1),
                        DeliveryConfig.DEFAULT),
                store);
        ApiContext context = new ApiContext(
                delivery.pushes()::push,
                store,
                delivery.effects()::removed,
                ApiKeys.open(),
                TrustedProxies.NONE,
                new SecurityLog(new SimpleMeterRegistry(), InstantSource.system()),
                false,
                InstantSource.system(),
                () -> new NodeHealth(NodeHealth.Phase.SERVING, List.of()),
                () -> Future.succeededFuture(true),
                () -> Future.succeededFuture(new ClusterView(true, List.of())),
                () -> "",
                new SimpleMeterRegistry(),
                new OpenRequests(),
                ApiConfig.DEFAULT);
        return vertx.createHttpServer()
                .requestHandler(HttpApi.router(vertx, context))
                .listen(0, "127.0.0.1");
    }

    @AfterEach
    void stop() {
        ApiGateway.await(vertx.close());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    }

    private HttpResponse<String> push(String json) throws Exception {
        return send(to("/v1/push").header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    @Test
    void aRepeatedPushIsStoredOnce() throws Exception {
        String push = "{\"user\":\"alice\",\"body\":1,\"id\":\"m1\"}";

        JsonObject first = ApiGateway.result(push(push));
        JsonObject second = ApiGateway.result(push(push));

        assertThat(first.getLong("seq")).isEqualTo(1);
        assertThat(second).isEqualTo(first.copy().put("duplicate", true));
    }

    @Test
    void aStoredPushIsPending() throws Exception {
        push("{\"user\":\"alice\",\"body\":1,\"id\":\"m1\"}");

        assertThat(ApiGateway.json(send(to("/v1/users/alice").GET())).getInteger("pending"))
                .isEqualTo(1);
        assertThat(ApiGateway.json(send(to("/v1/users/alice/messages/m1").GET()))
                        .getString("state"))
                .isEqualTo("stored");
    }

    @Test
    void linesForOneUserAreNumberedInLineOrder() throws Exception {
        String lines = IntStream.range(0, 900)
                .mapToObj(i -> "{\"user\":\"u" + i % 3 + "\",\"body\":" + i + "}\n")
                .collect(Collectors.joining());

        HttpResponse<String> answer = send(to("/v1/push/batch")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(lines)));

        List<Long> numbers = answer.body()
                .lines()
                .map(line -> new JsonObject(line).getJsonArray("results").getJsonObject(0))
                .filter(result -> result.getString("user").equals("u1"))
                .map(result -> result.getLong("seq"))
                .toList();
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void aFullMailboxRefuses() throws Exception {
        for (int i = 0; i < 16; i++) {
            push("{\"user\":\"alice\",\"body\":\"" + "b".repeat(65_534) + "\"}");
        }

        assertThat(push("{\"user\":\"alice\",\"body\":1}").statusCode()).isEqualTo(507);
    }

    @Test
    void nobodyAcknowledgesSoAWaitingPushIsStoredInTheEnd() throws Exception {
        HttpResponse<String> answer = push("{\"user\":\"alice\",\"body\":1,\"wait\":\"acked\",\"waitMillis\":50}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(ApiGateway.result(answer).getString("state")).isEqualTo("stored");
    }

    @Test
    void aTransientPushToNobodyIsOffline() throws Exception {
        assertThat(ApiGateway.result(push("{\"user\":\"alice\",\"body\":1,\"mode\":\"transient\"}"))
                        .getString("state"))
                .isEqualTo("offline");
    }
}
