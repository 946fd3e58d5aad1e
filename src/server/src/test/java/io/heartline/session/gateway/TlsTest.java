package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.trust.BusIdentity;
import io.heartline.trust.ClusterSecret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP and WebSocket over TLS, at a real gateway. The certificates are those of a cluster secret, which any client may trust. */
class TlsTest {
    private final ClusterSecret secret = ClusterSecret.of(new byte[32]);
    private final BusIdentity first = secret.busIdentity("a");
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.certificate = first.keyAndCertificate();
        choices.gateways = 2;
        node = new TestNode(choices);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private SSLSocket connect() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                null, first.authorities().getTrustManagerFactory(node.vertx).getTrustManagers(), null);
        return (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), node.port());
    }

    private RawClient client() throws Exception {
        return new RawClient(connect(), "/v1/connect", List.of());
    }

    private Certificate shown() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void requestsAreAnsweredOverTls(String version) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {version});
            socket.getOutputStream()
                    .write("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("HTTP/1.1 404 ");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void plainHttpGetsNoAnswer() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write("GET /x HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(answer(socket), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1");
        }
    }

    private static byte[] answer(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    @Test
    void aSessionReceivesLargeMessagesOverTlsAndIsClosedInOrder() throws Exception {
        try (RawClient client = client()) {
            client.hello("alice", "d").expect("welcome");
            String body = "\"" + "x".repeat(60_000) + "\"";
            for (int n = 0; n < 20; n++) {
                node.push("alice", body);
            }
            for (int seq = 1; seq <= 20; seq++) {
                JsonObject message = client.expect("message");
                assertThat(message.getInteger("seq")).isEqualTo(seq);
                assertThat(message.getString("body")).hasSize(60_000);
                client.say("{\"t\":\"ack\",\"seq\":" + seq + "}");
            }

            client.say("{\"t\":\"bye\"}");

            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void anotherCertificateIsForNewConnectionsOfAllGateways() throws Exception {
        BusIdentity second = secret.busIdentity("a");
        try (RawClient open = client()) {
            open.hello("alice", "d").expect("welcome");
            Certificate before = shown();

            assertThat(TestNode.await(node.gateway.certificate(second.keyAndCertificate())))
                    .isTrue();

            Certificate after = shown();
            assertThat(after).isNotEqualTo(before).isEqualTo(shown());
            node.push("alice", "1");
            assertThat(open.expect("message").getInteger("body")).isEqualTo(1);
        }
    }

    @Test
    void aCertificateThatCannotBeUsedLeavesTheOldOne() throws Exception {
        Certificate before = shown();
        var broken = first.keyAndCertificate().setKeyValue(Buffer.buffer("no key"));

        TestNode.await(node.gateway.certificate(broken).transform(ended -> Future.succeededFuture()));

        assertThat(shown()).isEqualTo(before);
    }
}
