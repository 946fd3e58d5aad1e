package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.CloseCode;
import io.heartline.session.Arrival;
import io.heartline.session.SessionConfig;
import io.heartline.session.TestBench;
import io.heartline.session.transport.FakeTransport;
import io.heartline.session.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hello that does not come, and one that could not be heard. */
class LateHelloTest {
    private final TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private final FakeTransport transport = new FakeTransport();

    @BeforeEach
    void start() {
        new Handshake(bench.gateway, transport, null, new NoDoor()).start();
    }

    private static final class NoDoor implements Handshake.Door {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void left(Handshake handshake) {}

        @Override
        public Transport.Receiver open(Arrival arrival, Transport transport) {
            throw new AssertionError("nobody said hello");
        }
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
        bench.heartbeat.tick(bench.now);
        assertThat(transport.closedWith).isNull();

        bench.pass(7_900);
        assertThat(transport.closedWith).isNull();
        bench.pass(300);
        assertThat(transport.closedWith).isEqualTo(CloseCode.HELLO_TIMEOUT);
    }
}
