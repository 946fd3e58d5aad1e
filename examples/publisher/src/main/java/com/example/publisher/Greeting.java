package com.example.publisher;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import io.heartline.publisher.Publisher;
import io.heartline.publisher.PublisherOptions;
import io.heartline.publisher.Push;
import io.heartline.publisher.PushOutcome;
import io.heartline.trust.ClusterSecret;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Service that pushes over the event bus. It joins the cluster as a Hazelcast lite member: it can reach every node and
 * holds no mailbox. A service that is outside of the cluster's network uses {@code Publisher.http}, and needs no
 * Hazelcast.
 *
 * <p>Run it against {@code heartline demo}, after {@code mvn -q -DskipTests install} in the root of the repository:
 *
 * <pre>
 * cd examples/publisher
 * mvn -q compile exec:java -Dexec.args="demo-5701 127.0.0.1:5701 alice"
 * </pre>
 */
public final class Greeting {
    private Greeting() {}

    /** Arguments: the cluster's name, one of its members (host:port), the user to push to, and the file of the secret if it has one. */
    public static void main(String[] args) throws Exception {
        String groupName = args[0];
        EventBusOptions bus = new EventBusOptions().setHost("127.0.0.1");
        if (args.length > 3) {
            ClusterSecret secret = ClusterSecret.read(Path.of(args[3]));
            groupName = secret.groupName(args[0]);
            bus = secret.busIdentity(args[0]).secure(bus);
        }
        Vertx vertx = Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(liteMember(groupName, args[1])))
                .with(new VertxOptions().setEventBusOptions(bus))
                .buildClustered()
                .await(30, TimeUnit.SECONDS);
        try {
            Publisher publisher = Publisher.bus(vertx, new PublisherOptions());
            Push push = Push.to(args[2], new JsonObject().put("text", "hello from a service"));
            PushOutcome outcome = publisher.push(push).await(60, TimeUnit.SECONDS);
            System.out.println(outcome);
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    private static Config liteMember(String clusterName, String member) {
        Config config = new Config().setClusterName(clusterName).setLiteMember(true);
        // A socket for members only: on the default one, a member that hangs delays messages to the others.
        ServerSocketEndpointConfig socket =
                new ServerSocketEndpointConfig().setPort(5801).setPortAutoIncrement(true);
        socket.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(socket);
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(member);
        // Heartline's nodes remove a member that is silent for 5 s, and that is Hazelcast's default heartbeat.
        return config.setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
                .setProperty(
                        "hazelcast.logging.details.enabled", "false") // they have the group name, which is a secret
                .setProperty("hazelcast.phone.home.enabled", "false");
    }
}
