package io.heartline.api;

import io.heartline.auth.ApiKeys;
import io.heartline.auth.SecurityLog;
import io.heartline.auth.TrustedProxies;
import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.heartline.user.Position;
import io.heartline.user.Removed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A gateway with nothing but the API, on a free port of the loopback, and a client for it. */
final class ApiGateway implements AutoCloseable {
    static final Position PLACE = new Position("epoch", 7);
    static final PushResult STORED = new PushResult.Stored(PLACE, 2, false);

    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final HeapStore store = new HeapStore();
    final List<PushOrder> orders = Collections.synchronizedList(new ArrayList<>());
    final List<Removed> removed = Collections.synchronizedList(new ArrayList<>());
    final List<Runnable> whenStored = Collections.synchronizedList(new ArrayList<>());
    final OpenRequests requests = new OpenRequests();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AtomicLong now = new AtomicLong(1_763_650_000_000L);
    volatile NodeHealth health = new NodeHealth(NodeHealth.Phase.SERVING, List.of());
    volatile Function<PushOrder, Future<PushResult>> push = order -> Future.succeededFuture(STORED);
    volatile Future<Boolean> copied = Future.succeededFuture(true);
    volatile Future<ClusterView> cluster = Future.succeededFuture(new ClusterView(true, List.of()));

    private final HttpServer server;
    final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    static ApiGateway start(ApiConfig config, ApiKeys keys) {
        return new ApiGateway(config, keys, false);
    }

    private ApiGateway(ApiConfig config, ApiKeys keys, boolean metricsOpen) {
        ApiContext context = context(config, keys, metricsOpen);
        server = on(() -> vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(HttpApi.router(vertx, context))
                .listen());
    }

    static ApiGateway start() {
        return start(ApiConfig.DEFAULT);
    }

    static ApiGateway start(ApiConfig config) {
        return start(config, ApiKeys.open());
    }

    static ApiGateway start(ApiKeys keys) {
        return start(ApiConfig.DEFAULT, keys);
    }

    /** A gateway whose metrics need no key. */
    static ApiGateway startWithOpenMetrics(ApiKeys keys) {
        return new ApiGateway(ApiConfig.DEFAULT, keys, true);
    }

    ApiContext context(ApiConfig config, ApiKeys keys) {
        return context(config, keys, false);
    }

    private ApiContext context(ApiConfig config, ApiKeys keys, boolean metricsOpen) {
        return new ApiContext(
                this::push,
                store,
                (user, outcome) -> removed.add(outcome),
                keys,
                TrustedProxies.NONE,
                new SecurityLog(meters, () -> Instant.ofEpochMilli(now.get())),
                metricsOpen,
                () -> Instant.ofEpochMilli(now.get()),
                () -> health,
                () -> copied,
                () -> cluster,
                () -> "up 1\n",
                meters,
                requests,
                config);
    }

    private Future<PushResult> push(PushOrder order, Runnable stored) {
        orders.add(order);
        whenStored.add(stored);
        return push.apply(order);
    }

    /** Runs an action on the event loop and waits for its result. */
    <T> T on(Callable<Future<T>> act) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(turn -> {
            try {
                act.call().onComplete(promise);
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return await(promise.future());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return server.actualPort();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(to(path).GET());
    }

    HttpResponse<String> delete(String path) {
        return send(to(path).DELETE());
    }

    HttpResponse<String> push(String json) {
        return post("/v1/push", "application/json", BodyPublishers.ofString(json));
    }

    HttpResponse<String> push(JsonObject json) {
        return push(json.encode());
    }

    HttpResponse<String> batch(String lines) {
        return post("/v1/push/batch", "application/x-ndjson", BodyPublishers.ofString(lines));
    }

    HttpResponse<String> post(String path, String type, BodyPublisher body) {
        return send(to(path).header("Content-Type", type).POST(body));
    }

    /** The results of an answer's only user. */
    static JsonObject result(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getJsonArray("results").getJsonObject(0);
    }

    static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
