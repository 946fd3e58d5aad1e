package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.CloseCode;
import io.heartline.session.SessionConfig;
import io.heartline.session.TestBench;
import io.heartline.session.transport.FakeTransport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hello timeout: of a silent client, and after the event loop has stalled. */
class LateHelloTest {
    private final TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private final FakeTransport transport = new FakeTransport();

    @BeforeEach
    void start() {
        OpenConnections open = new OpenConnections((request, connections) -> null);
        new ConnectionAcceptor(bench.context, new SessionHub(bench.context), null, open).accept(transport, null);
    }

    @Test
    void whoSaysNoHelloIsNotWaitedForLonger() {
        bench.pass(7_900);
        assertThat(transport.closedWith).isNull();
        bench.pass(300);
        assertThat(transport.closedWith).isEqualTo(CloseCode.HELLO_TIMEOUT);
    }

    @Test
    void whoCouldNotBeHeardBecauseTheLoopStoodStillHasTheTimeAgain() {
        bench.now += 20_000;
        bench.timers.tick(bench.now);
        assertThat(transport.closedWith).isNull();

        bench.pass(7_900);
        assertThat(transport.closedWith).isNull();
        bench.pass(300);
        assertThat(transport.closedWith).isEqualTo(CloseCode.HELLO_TIMEOUT);
    }
}
