package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.TestConfig;
import io.heartline.session.gateway.RawClient.Frame;
import io.heartline.store.UserStore;
import io.heartline.user.Pull;
import io.heartline.user.UserCommand;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Close codes for failures of the server, for limits and for silence, as a client receives them. */
class CloseCodeTest {
    private final TestNode.Choices choices = new TestNode.Choices();
    private final AtomicLong now = new AtomicLong(1_763_650_000_000L);
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private void serve() throws Exception {
        node = new TestNode(choices);
    }

    /** Starts a node whose clock moves only when the test moves it. */
    private void serveByOwnClock() throws Exception {
        choices.clock = () -> Instant.ofEpochMilli(now.get());
        serve();
    }

    private RawClient connect() throws IOException {
        return new RawClient(node.port());
    }

    private RawClient live(String user, String device) throws IOException {
        RawClient client = connect();
        client.hello(user, device).expect("welcome");
        return client;
    }

    /** Reads until the close, which a goodbye with the same code must precede; returns that goodbye. */
    private static JsonObject goodbye(RawClient client) throws IOException {
        List<Frame> seen = new ArrayList<>();
        int code = client.closeCode(seen);
        JsonObject goodbye = seen.get(seen.size() - 1).json();
        assertThat(goodbye.getString("t")).isEqualTo("goodbye");
        assertThat(goodbye.getInteger("code")).isEqualTo(code);
        return goodbye;
    }

    /** A store with a defect: a pull throws. */
    private record BrokenStore(UserStore store) implements UserStore {
        @Override
        public <R> Future<R> submit(String user, UserCommand<R> command) {
            if (command instanceof Pull) {
                throw new IllegalStateException("secret");
            }
            return store.submit(user, command);
        }
    }

    @Test
    void aFaultOfTheServerInASessionClosesItWith4005() throws Exception {
        choices.config = TestConfig.window(1, 1_000);
        choices.store = BrokenStore::new;
        serve();
        try (RawClient client = live("alice", "d")) {
            node.push("alice", "1");
            node.push("alice", "2");
            client.expect("message");
            client.say("{\"t\":\"ack\",\"seq\":1}"); // makes room for the second message, which is pulled

            JsonObject goodbye = goodbye(client);
            assertThat(goodbye.getInteger("code")).isEqualTo(4005);
            assertThat(goodbye.encode()).doesNotContain("secret");
        }
        TestNode.await(node.empty());
        assertThat(node.entries.state("alice").sessions()).isEmpty();
    }

    @Test
    void aFaultOfTheAuthenticatorClosesWith4005() throws Exception {
        choices.authenticator = token -> Future.failedFuture(new IllegalStateException("secret"));
        serve();
        try (RawClient client = connect()) {
            client.say("{\"t\":\"hello\",\"token\":\"x\"}");

            JsonObject goodbye = goodbye(client);
            assertThat(goodbye.getInteger("code")).isEqualTo(4005);
            assertThat(goodbye.encode()).doesNotContain("secret");
        }
    }

    /** A node with too few others in sight refuses every command, and lets its sessions verify that their entries hold them. */
    @Test
    void aLiveSessionIsClosedWith4003WhenTheNodeMayServeNobody() throws Exception {
        AtomicBoolean quorum = new AtomicBoolean(true);
        choices.mayServe = quorum::get;
        choices.config = TestConfig.heartbeat(Duration.ofDays(1));
        serveByOwnClock();
        try (RawClient client = live("alice", "d")) {
            quorum.set(false);
            node.gateway.audit();
            long hurry = node.vertx.setPeriodic(5, timer -> now.addAndGet(500)); // the pauses between the attempts

            assertThat(goodbye(client).getInteger("code")).isEqualTo(4003);
            quorum.set(true);
            TestNode.await(node.empty());
            node.vertx.cancelTimer(hurry);
        }
    }

    @Test
    void whenThirtyTwoDevicesAreLiveTheNextIsClosedWith4007() throws Exception {
        serve();
        List<RawClient> live = new ArrayList<>();
        try (RawClient next = connect()) {
            for (int i = 1; i <= 32; i++) {
                live.add(live("alice", "d" + i));
            }
            next.hello("alice", "d33");
            assertThat(goodbye(next).getInteger("code")).isEqualTo(4007);
            for (RawClient client : live) {
                client.say("{\"t\":\"ping\"}").expect("pong");
            }
        } finally {
            for (RawClient client : live) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatSendsOnlyPingsOfTheWebSocketIsHeard() throws Exception {
        serveByOwnClock();
        try (RawClient pinging = live("alice", "d");
                RawClient silent = live("bob", "d")) {
            for (int i = 0; i < 2; i++) {
                now.addAndGet(20_000);
                pinging.frame(RawClient.PING, true, new byte[] {1});
                assertThat(pinging.next().opcode()).isEqualTo(RawClient.PONG);
            }
            silent.expect("ping"); // by now both have been checked

            pinging.frame(RawClient.PING, true, new byte[] {2});
            assertThat(pinging.next().opcode()).isEqualTo(RawClient.PONG);
        }
    }
}
