package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.await;
import static io.heartline.cluster.TestNodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.heartline.cluster.ClusterConfig.Trust;
import io.heartline.trust.BusIdentity;
import io.heartline.trust.ClusterSecret;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes with a secret, and processes that do not have it. */
class ClusterSecretIT {
    /** Vert.x's ping: length, version, codec, send; no address, reply address, sender and headers. */
    private static final byte[] PING =
            HexFormat.of().parseHex("00000013" + "010100" + "00000000" + "00000000" + "00000000" + "00000004");

    private final ClusterSecret secret = ClusterSecret.of(new byte[32]);
    private final TestNodes cluster = new TestNodes();

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void onlyProcessesWithTheSecretJoinAndUseTheBus() throws Exception {
        cluster.trust = new Trust(secret, null);
        ClusterNode one = cluster.start();
        ClusterNode two = cluster.start();
        await(one.vertx()
                .eventBus()
                .consumer("there", message -> message.reply("here"))
                .completion());

        until("all see all", () -> one.membership().nodes().equals(Set.of(one.nodeId(), two.nodeId())));
        assertThat(await(two.vertx().eventBus().request("there", "")).body()).isEqualTo("here");
        assertThat(one.hazelcast().getConfig().getClusterName()).isEqualTo(secret.groupName(cluster.name));

        BusIdentity stranger = ClusterSecret.of("another secret of the same length".getBytes(StandardCharsets.US_ASCII)).busIdentity(cluster.name);
        assertIsRefused(one, new KeyManager[0]);
        assertIsRefused(
                one,
                stranger.keyAndCertificate().getKeyManagerFactory(one.vertx()).getKeyManagers());
        assertThat(answers(one, secret.busIdentity(cluster.name))).isTrue();

        cluster.trust = Trust.NONE;
        assertThat(cluster.startPublisher().getCluster().getMembers()).hasSize(1);
        assertThat(one.hazelcast().getCluster().getMembers()).hasSize(2);
    }

    private void assertIsRefused(ClusterNode node, KeyManager[] shown) {
        assertThatIOException().isThrownBy(() -> ping(node, shown));
    }

    private boolean answers(ClusterNode node, BusIdentity identity) throws Exception {
        return ping(
                        node,
                        identity.keyAndCertificate()
                                .getKeyManagerFactory(node.vertx())
                                .getKeyManagers())
                == 1;
    }

    /** Sends Vert.x's ping to the bus, and reads the answer. */
    private int ping(ClusterNode node, KeyManager[] shown) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                shown,
                secret.busIdentity(cluster.name)
                        .authorities()
                        .getTrustManagerFactory(node.vertx())
                        .getTrustManagers(),
                null);
        int port = ((VertxInternal) node.vertx()).clusterManager().getNodeInfo().port();
        try (Socket socket = context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(PING);
            int answer = socket.getInputStream().read();
            if (answer < 0) {
                throw new IOException("closed without an answer");
            }
            return answer;
        }
    }
}
