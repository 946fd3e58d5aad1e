package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.await;
import static io.heartline.cluster.TestNodes.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.heartline.cluster.ClusterConfig.Trust;
import io.heartline.trust.BusFiles;
import io.heartline.trust.BusIdentity;
import io.heartline.trust.CertificateFiles;
import io.heartline.trust.ClusterSecret;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with a secret, and processes that do not have it. */
class ClusterSecretIT {
    /** Vert.x's ping: length, version, codec, send; no address, reply address, sender and headers. */
    private static final byte[] PING =
            HexFormat.of().parseHex("00000013" + "010100" + "00000000" + "00000000" + "00000000" + "00000004");

    private final ClusterSecret secret = ClusterSecret.of(new byte[32]);
    private final TestNodes cluster = new TestNodes();

    @TempDir
    Path folder;

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

        BusIdentity stranger = ClusterSecret.of("another secret of the same length".getBytes(StandardCharsets.US_ASCII))
                .busIdentity(cluster.name);
        assertIsRefused(one, new KeyManager[0]);
        assertIsRefused(
                one,
                stranger.keyAndCertificate().getKeyManagerFactory(one.vertx()).getKeyManagers());
        assertThat(answers(one, secret.busIdentity(cluster.name))).isTrue();

        cluster.trust = Trust.NONE;
        assertThat(cluster.startPublisher().getCluster().getMembers()).hasSize(1);
        assertThat(one.hazelcast().getCluster().getMembers()).hasSize(2);
    }

    @Test
    void theCertificatesOfTheBusAreReadAgainWhenTheirFilesChange() throws Exception {
        BusFiles files = new BusFiles(
                CertificateFiles.of("cert", folder.resolve("cert.pem"), "key", folder.resolve("key.pem")),
                new CertificateFiles.Source("ca", folder.resolve("ca.pem")));
        write(secret.busIdentity("a"));
        cluster.trust = new Trust(secret, files);
        ClusterNode one = cluster.start();
        write(secret.busIdentity("b")); // another authority
        until("the new certificate is shown", () -> answersQuietly(one, secret.busIdentity("b")));

        ClusterNode two = cluster.start();

        for (ClusterNode node : List.of(one, two)) {
            await(node.vertx()
                    .eventBus()
                    .consumer("at " + node.nodeId(), message -> message.reply(node.nodeId()))
                    .completion());
        }
        assertThat(ask(one, two)).isEqualTo(two.nodeId());
        assertThat(ask(two, one)).isEqualTo(one.nodeId());
    }

    private static Object ask(ClusterNode from, ClusterNode to) {
        return await(from.vertx().eventBus().request("at " + to.nodeId(), "")).body();
    }

    private void write(BusIdentity identity) throws IOException {
        Files.writeString(folder.resolve("cert.pem"), identity.certificate());
        Files.writeString(folder.resolve("key.pem"), identity.key());
        Files.writeString(folder.resolve("ca.pem"), identity.authority());
    }

    private static boolean answersQuietly(ClusterNode node, BusIdentity identity) {
        try {
            return answers(node, identity);
        } catch (Exception refused) {
            return false;
        }
    }

    private void assertIsRefused(ClusterNode node, KeyManager[] shown) {
        BusIdentity trusted = secret.busIdentity(cluster.name);
        assertThatIOException().isThrownBy(() -> ping(node, shown, trusted));
    }

    private static boolean answers(ClusterNode node, BusIdentity identity) throws Exception {
        return ping(
                        node,
                        identity.keyAndCertificate()
                                .getKeyManagerFactory(node.vertx())
                                .getKeyManagers(),
                        identity)
                == 1;
    }

    /** Sends Vert.x's ping to the bus, and reads the answer. */
    private static int ping(ClusterNode node, KeyManager[] shown, BusIdentity trusted) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                shown,
                trusted.authorities().getTrustManagerFactory(node.vertx()).getTrustManagers(),
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
