package io.heartline.story;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An external service: a Vert.x of its own that has joined the cluster as a lite member. It uses nothing of Heartline but
 * the addresses.
 */
final class Service implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;

    private Service(Vertx vertx) {
        this.vertx = vertx;
    }

    static Service joins(Cluster cluster) {
        return new Service(await(Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(liteMember(cluster)))
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(LOOPBACK)))
                .buildClustered()));
    }

    /** Its own Vert.x, a member of the cluster. */
    Vertx vertx() {
        return vertx;
    }

    private static Config liteMember(Cluster cluster) {
        Config config = new Config().setClusterName(cluster.name()).setLiteMember(true);
        NetworkConfig network = config.getNetworkConfig().setPort(5801).setPortAutoIncrement(true);
        network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(cluster.members());
        return config.setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j");
    }

    /** A list of all events published at an address from now on; it grows as events arrive. */
    List<JsonObject> hear(String address) {
        List<JsonObject> heard = new CopyOnWriteArrayList<>();
        consume(address, message -> heard.add((JsonObject) message.body()));
        return heard;
    }

    /** Receives the requests that clients send to {@code to}. */
    void serve(String to, Handler<Message<Object>> handler) {
        consume("heartline.inbound." + to, handler);
    }

    private void consume(String address, Handler<Message<Object>> handler) {
        MessageConsumer<Object> consumer = vertx.eventBus().consumer(address, handler);
        await(consumer.completion());
    }

    /** Pushes a JsonObject or a Buffer; the push must be answered. */
    JsonObject push(Object push) {
        return await(request(push)).body();
    }

    /** Pushes; the push must be refused. */
    ReplyException refusal(Object push) {
        Throwable failure = await(request(push).map((Throwable) null).otherwise(refused -> refused));
        if (failure instanceof ReplyException refusal) {
            return refusal;
        }
        throw new AssertionError("it was not refused: " + push, failure);
    }

    private Future<Message<JsonObject>> request(Object push) {
        return vertx.eventBus().request("heartline.push", push);
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
