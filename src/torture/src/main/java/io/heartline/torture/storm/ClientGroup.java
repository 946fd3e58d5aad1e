package io.heartline.torture.storm;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A group of clients in this process, on one event loop that owns them. The methods of the first part may be called on any other
 * thread, which waits for the loop.
 */
final class ClientGroup implements AutoCloseable {
    private static final long ANSWER_SECONDS = 60;
    private static final int OPENING_AT_ONCE = 200;
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(90);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final WebSocketClient sockets; // kept here: an unreferenced client is cleaned up, and its sockets with it
    private final Map<String, StormClient> devices = new LinkedHashMap<>();
    private final Queue<StormClient> waiting = new ArrayDeque<>();
    private final List<Site> sites;
    private ReconnectDelay reconnectDelay;
    private ClientCounters counters = new ClientCounters();
    private int online;
    private long since;

    /**
     * @param most the highest number of clients
     * @param receiveBytes the receive buffer of each socket; 0 for the default of the system
     */
    ClientGroup(List<Site> sites, ReconnectDelay reconnectDelay, int most, int receiveBytes) {
        this.sites = List.copyOf(sites);
        this.reconnectDelay = reconnectDelay;
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setMaxConnections(most + 1)
                .setTryUsePerMessageCompression(false)
                .setConnectTimeout(10_000)
                .setSoLinger(0); // a dropped connection is reset, which frees its port
        if (receiveBytes > 0) {
            options.setReceiveBufferSize(receiveBytes);
        }
        sockets = vertx.createWebSocketClient(options);
    }

    /** The clock that publishers write into bodies; publishers and clients are in this process. */
    static long micros() {
        return System.nanoTime() / 1_000;
    }

    // ------------------------------------------------------------------------------------- from any other thread

    /** Runs a task on the loop and waits for its end. */
    void tell(Runnable task) throws IOException, InterruptedException {
        call(() -> {
            task.run();
            return true;
        });
    }

    /** Runs a task on the loop and waits for its result. */
    <T> T call(Supplier<T> task) throws IOException, InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.runOnContext(now -> {
            try {
                answer.complete(task.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return await(answer);
    }

    /** Starts an asynchronous task on the loop and waits for its result. */
    <T> T run(Supplier<Future<T>> task) throws IOException, InterruptedException {
        return await(call(task).toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Connects {@code count} devices of users {@code prefix-0}, {@code prefix-1}, …, distributed over the sites. */
    void connect(String prefix, int count) throws IOException, InterruptedException {
        int before = call(this::online);
        tell(() -> enter(prefix, count));
        if (!Await.until(CONNECTED_WITHIN, () -> call(this::online) >= before + count)) {
            throw new IOException(call(this::online) - before + " of " + count + " clients were welcomed within "
                    + CONNECTED_WITHIN.toSeconds() + " s");
        }
    }

    private void enter(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            StormClient device = new StormClient(this, prefix + "-" + i, i % sites.size());
            devices.put(device.user(), device);
            waiting.add(device);
        }
        for (int i = 0; i < Math.min(OPENING_AT_ONCE, count); i++) {
            waiting.remove().connect();
        }
    }

    // --------------------------------------------------------------------------------------------- on the loop

    /** The users of all clients. */
    List<String> users() {
        return List.copyOf(devices.keySet());
    }

    /** Resets the counters and starts to measure the time of welcomes. */
    void begin() {
        counters = new ClientCounters();
        since = micros();
    }

    Vertx vertx() {
        return vertx;
    }

    /** The n-th site, modulo their number. */
    Site site(int n) {
        return sites.get(n % sites.size());
    }

    ReconnectDelay reconnectDelay() {
        return reconnectDelay;
    }

    void reconnectDelay(ReconnectDelay next) {
        reconnectDelay = next;
    }

    ClientCounters counters() {
        return counters;
    }

    /** The clients by user. */
    Map<String, StormClient> devices() {
        return devices;
    }

    /** The number of clients that have a session now. */
    int online() {
        return online;
    }

    Future<WebSocket> open(WebSocketConnectOptions options) {
        return sockets.connect(options);
    }

    void later(long millis, Runnable task) {
        if (millis <= 0) {
            task.run();
        } else {
            vertx.setTimer(millis, due -> task.run());
        }
    }

    void onWelcome(StormClient device, boolean resumed) {
        online++;
        counters.welcome(micros() - since, resumed);
        StormClient next = waiting.poll();
        if (next != null) {
            next.connect();
        }
    }

    void onLost(StormClient device) {
        online--;
    }

    @Override
    public void close() {
        loop.runOnContext(now -> devices.values().forEach(StormClient::leave));
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
