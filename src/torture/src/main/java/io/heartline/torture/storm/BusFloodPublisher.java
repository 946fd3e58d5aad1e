package io.heartline.torture.storm;

import com.hazelcast.config.Config;
import io.heartline.torture.LiteMember;
import io.heartline.torture.Site;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A publisher on the event bus that keeps a fixed number of pushes unanswered at any time. It joins the cluster as a lite member,
 * on a Vert.x of its own. Its state belongs to its own event loop.
 */
final class BusFloodPublisher implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String ADDRESS = "heartline.push";
    private static final int WARM_UPS = 8;
    private static final int AT_A_TIME = 500;

    private final Vertx vertx;
    private final Context loop;
    private final Map<String, Long> answers = new TreeMap<>();
    private boolean stopped;
    private long next;
    private int out;

    private BusFloodPublisher(Vertx vertx) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
    }

    /** Joins the cluster by this node; returns when it has. */
    static BusFloodPublisher join(String cluster, Site by) throws IOException, InterruptedException {
        // It floods the nodes, and one may hang: this member must not suspect them.
        Config config = LiteMember.config(cluster, LOOPBACK, List.of(by))
                .setProperty("hazelcast.max.no.heartbeat.seconds", "120");
        Vertx vertx = await(Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(config))
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(LOOPBACK)))
                .buildClustered());
        // The bus sends to nodes in turn. After these, both nodes have connections to this member, and look up no
        // address any more.
        for (int i = 0; i < WARM_UPS; i++) {
            await(vertx.eventBus()
                    .request(ADDRESS, new JsonObject().put("user", "flood-" + i).put("body", 0))
                    .otherwiseEmpty());
        }
        return new BusFloodPublisher(vertx);
    }

    /** Starts to push to {@code users} users. */
    void start(int unanswered, int users, int bodyBytes) {
        JsonObject push = new JsonObject().put("body", "x".repeat(bodyBytes));
        loop.runOnContext(now -> goOn(unanswered, users, push));
    }

    private void goOn(int unanswered, int users, JsonObject push) {
        for (int i = 0; i < AT_A_TIME && out < unanswered; i++) {
            out++;
            String user = "flood-" + next++ % users;
            vertx.eventBus().request(ADDRESS, push.copy().put("user", user)).onComplete(answer -> {
                out--;
                count(answer.succeeded() ? "stored" : code(answer.cause()));
            });
        }
        if (!stopped) {
            loop.runOnContext(turn -> goOn(unanswered, users, push));
        }
    }

    private void count(String outcome) {
        answers.merge(outcome, 1L, Long::sum);
    }

    /** The failure code of the node, or the failure type of the bus. */
    private static String code(Throwable failure) {
        if (failure instanceof ReplyException refused) {
            return refused.failureCode() > 0
                    ? Integer.toString(refused.failureCode())
                    : refused.failureType().name();
        }
        return "none";
    }

    /** The answers so far. */
    Map<String, Long> answers() throws IOException, InterruptedException {
        return await(Future.future(promise -> loop.runOnContext(now -> promise.complete(Map.copyOf(answers)))));
    }

    /** Stops pushing; returns the answers when every push is answered or timed out. */
    Map<String, Long> stop() throws IOException, InterruptedException {
        return await(Future.future(promise -> loop.runOnContext(now -> {
            stopped = true;
            vertx.setPeriodic(50, timer -> {
                if (out == 0) {
                    vertx.cancelTimer(timer);
                    promise.tryComplete(Map.copyOf(answers));
                }
            });
        })));
    }

    private static <T> T await(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the service on the event bus can't go on: " + e, e);
        }
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
