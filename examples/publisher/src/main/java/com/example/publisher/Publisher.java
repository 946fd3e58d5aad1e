package com.example.publisher;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A service that pushes over the event bus. It joins the cluster as a Hazelcast lite member: it can talk to everybody and
 * holds nobody's mailbox. It needs no class of Heartline, only the address {@code heartline.push} and a JSON object.
 *
 * <p>Run it against {@code heartline demo}: {@code mvn -q compile exec:java -Dexec.args="demo-5701 127.0.0.1:5701 alice"}.
 */
public final class Publisher {
    private static final int TRIES = 5;

    private Publisher() {}

    /** Arguments: the cluster's name, one of its members (host:port), the user to push to. */
    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(liteMember(args[0], args[1])))
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .buildClustered()
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        try {
            JsonObject answer = push(vertx, args[2], new JsonObject().put("text", "hello from a service"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            System.out.println(answer.encode());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static Config liteMember(String clusterName, String member) {
        Config config = new Config().setClusterName(clusterName).setLiteMember(true);
        // A socket for members alone: behind the usual one, a member that hangs holds up what goes to the others.
        ServerSocketEndpointConfig socket =
                new ServerSocketEndpointConfig().setPort(5801).setPortAutoIncrement(true);
        socket.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(socket);
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(member);
        // Heartline's nodes give up on a member that is silent for 5 s; by default one speaks only that often.
        return config.setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j");
    }

    /** Pushes once, whatever happens on the way: every try carries the same id, so repeating it stores it only once. */
    private static Future<JsonObject> push(Vertx vertx, String user, JsonObject body) {
        JsonObject push =
                new JsonObject().put("user", user).put("id", UUID.randomUUID().toString()).put("body", body);
        return send(vertx, push, TRIES);
    }

    private static Future<JsonObject> send(Vertx vertx, JsonObject push, int tries) {
        return vertx.eventBus()
                .<JsonObject>request("heartline.push", push)
                .map(reply -> reply.body())
                .recover(failure -> tries > 1 && worthRepeating(failure)
                        ? vertx.timer(500).compose(due -> send(vertx, push, tries - 1))
                        : Future.failedFuture(failure));
    }

    /** 429, 503, 504 and the sender's own timeout pass; a malformed push (400) or a full mailbox (507) does not. */
    private static boolean worthRepeating(Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return true;
        }
        int code = reply.failureCode();
        return code < 400 || code == 429 || code == 503 || code == 504;
    }
}
