package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.cli.SampleRoutes;
import io.heartline.session.RawClient.Frame;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages in the field, as the sample configuration serves them: what each connects to, sends, and needs back. */
class PresetsTest {
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.routes = SampleRoutes.read();
        node = new TestNode(choices);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private RawClient connect(String path) throws IOException {
        RawClient client = new RawClient(node.port(), path, List.of());
        assertThat(client.status).isEqualTo(101);
        return client;
    }

    /** A push to this user arrives as it is, followed by a ping. */
    private void gets(RawClient client, String user) throws Exception {
        node.push(user, "{\"type\":100,\"body\":\"come\"}");
        assertThat(client.next().text()).isEqualTo("{\"type\":100,\"body\":\"come\"}");
        Frame ping = client.next();
        assertThat(ping.opcode()).isEqualTo(RawClient.PING);
        client.frame(RawClient.PONG, true, ping.payload().getBytes());
    }

    @Test
    void theAdminPageIsNotAnswered() throws Exception {
        try (RawClient client = connect("/websocket/message/alice")) {
            client.say("{\"type\":99,\"msg\":\"heartbeat from client\"}");
            gets(client, "alice");
        }
    }

    @Test
    void theHandWrittenPageIsAnswered() throws Exception {
        try (RawClient client = connect("/ws?user=alice")) {
            client.say("123456789");
            assertThat(client.next().text()).isEqualTo("123456789");
            gets(client, "alice");
        }
    }

    @Test
    void theCounterPageSeesWhatIsTyped() throws Exception {
        try (RawClient client = connect("/")) {
            client.say("heartbeat").say("h").say("hi");
            assertThat(List.of(
                            client.next().text(),
                            client.next().text(),
                            client.next().text()))
                    .containsExactly("heartbeat", "h", "hi");
            gets(client, "counter");
        }
    }

    @Test
    void theCrmPageIsAnswered() throws Exception {
        try (RawClient client = connect("/wsCrm?jspCode=alice")) {
            client.say("HeartBeat");
            assertThat(client.next().text()).isEqualTo("HeartBeat");
            gets(client, "alice");
        }
    }

    @Test
    void theMiniProgramGetsExactlyPong() throws Exception {
        try (RawClient client = connect("/websocket?7&alice")) {
            client.say("ping");
            assertThat(client.next().text()).isEqualTo("pong");
            gets(client, "alice");
        }
    }
}
