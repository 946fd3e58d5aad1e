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
 * Many devices in this process, on one event loop that owns them all. The methods that say so may be called on any other
 * thread, which waits for the loop.
 */
final class Swarm implements AutoCloseable {
    private static final long ANSWER_SECONDS = 60;
    private static final int OPENING_AT_ONCE = 200;
    private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(90);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final WebSocketClient sockets; // kept here: an unreferenced client is cleaned up, and its sockets with it
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Queue<Device> waiting = new ArrayDeque<>();
    private final List<Site> sites;
    private Comeback comeback;
    private Tally tally = new Tally();
    private int online;
    private long since;

    /**
     * @param most how many devices there will be at most
     * @param receiveBytes how much each socket takes in before it is read; 0 for what the system gives
     */
    Swarm(List<Site> sites, Comeback comeback, int most, int receiveBytes) {
        this.sites = List.copyOf(sites);
        this.comeback = comeback;
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setMaxConnections(most + 1)
                .setTryUsePerMessageCompression(false)
                .setConnectTimeout(10_000)
                .setSoLinger(0); // a dropped connection is reset, and its port is free again
        if (receiveBytes > 0) {
            options.setReceiveBufferSize(receiveBytes);
        }
        sockets = vertx.createWebSocketClient(options);
    }

    /** The time that publishers write into bodies; both ends are this process. */
    static long micros() {
        return System.nanoTime() / 1_000;
    }

    // ------------------------------------------------------------------------------------- from any other thread

    /** Runs something on the loop and waits until it is done. */
    void tell(Runnable task) throws IOException, InterruptedException {
        call(() -> {
            task.run();
            return true;
        });
    }

    /** Runs something on the loop and waits for its answer. */
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

    /** Starts something on the loop and waits until it has ended. */
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

    /** Connects {@code count} devices of users {@code prefix-0}, {@code prefix-1}, …, over the sites round about. */
    void connect(String prefix, int count) throws IOException, InterruptedException {
        int before = call(this::online);
        tell(() -> enter(prefix, count));
        if (!Await.until(CONNECTED_WITHIN, () -> call(this::online) >= before + count)) {
            throw new IOException(call(this::online) - before + " of " + count + " devices were welcome within "
                    + CONNECTED_WITHIN.toSeconds() + " s");
        }
    }

    private void enter(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            Device device = new Device(this, prefix + "-" + i, i % sites.size());
            devices.put(device.user(), device);
            waiting.add(device);
        }
        for (int i = 0; i < Math.min(OPENING_AT_ONCE, count); i++) {
            waiting.remove().connect();
        }
    }

    // --------------------------------------------------------------------------------------------- on the loop

    /** Everybody's name who has been connected. */
    List<String> users() {
        return List.copyOf(devices.keySet());
    }

    /** Counts afresh, and times welcomes, from now on. */
    void begin() {
        tally = new Tally();
        since = micros();
    }

    Vertx vertx() {
        return vertx;
    }

    /** The n-th site, round about. */
    Site site(int n) {
        return sites.get(n % sites.size());
    }

    Comeback comeback() {
        return comeback;
    }

    void comeback(Comeback next) {
        comeback = next;
    }

    Tally tally() {
        return tally;
    }

    /** All, by user. */
    Map<String, Device> devices() {
        return devices;
    }

    /** How many are welcome now. */
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

    void onWelcome(Device device, boolean resumed) {
        online++;
        tally.welcome(micros() - since, resumed);
        Device next = waiting.poll();
        if (next != null) {
            next.connect();
        }
    }

    void onLost(Device device) {
        online--;
    }

    @Override
    public void close() {
        loop.runOnContext(now -> devices.values().forEach(Device::leave));
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
