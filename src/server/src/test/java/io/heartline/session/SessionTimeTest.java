package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.CloseCode;
import io.heartline.session.transport.TimerWheel;
import io.heartline.user.UserCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The timeouts of a session: silence, slowness, tokens, audits. */
class SessionTimeTest extends SessionScene {
    @Test
    void whoCouldNotBeHeardBecauseTheLoopStoodStillIsAskedFirst() {
        live();
        bench.now += 80_000;
        bench.timers.tick(bench.now);
        assertThat(transport.closedWith).isNull();
        transport.next("ping");

        bench.pass(24_000);
        assertThat(transport.closedWith).isNull();
        assertThat(transport.types()).containsOnlyOnce("ping");
        bench.pass(2_000);
        assertThat(transport.closedWith).isEqualTo(CloseCode.HEARTBEAT_LOST);
    }

    @Test
    void whoIsHeardAfterTheLoopStoodStillStays() {
        live();
        bench.now += 80_000;
        bench.timers.tick(bench.now);
        session.onHeard();

        bench.pass(60_000);
        assertThat(transport.closedWith).isNull();
        bench.pass(20_000);
        assertThat(transport.closedWith).isEqualTo(CloseCode.HEARTBEAT_LOST);
    }

    @Test
    void whoIsSilentIsAskedAndThenTakenForGone() {
        live();
        bench.pass(24_900);
        assertThat(transport.types()).doesNotContain("ping");
        bench.pass(200);
        transport.next("ping");

        bench.pass(49_000);
        assertThat(transport.closedWith).isNull();
        bench.pass(1_500);
        assertThat(transport.closedWith).isEqualTo(CloseCode.HEARTBEAT_LOST);
    }

    @Test
    void anySignOfLifeIsEnough() {
        live();
        for (int i = 0; i < 20; i++) {
            bench.pass(20_000);
            session.onHeard();
            bench.store.settle();
        }
        assertThat(transport.types()).containsExactly("welcome");
    }

    @Test
    void whoAcknowledgesNothingIsClosedAsSlow() {
        live();
        deliver();
        for (int i = 0; i < 59; i++) {
            bench.pass(1_000);
            session.onHeard();
        }
        assertThat(transport.closedWith).isNull();
        bench.pass(1_100);
        assertThat(transport.closedWith).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void anAcknowledgementThatMovesBuysTime() {
        live();
        deliver();
        deliver();
        for (int i = 0; i < 100; i++) {
            bench.pass(1_000);
            session.onHeard();
            if (i == 50) {
                ack(1);
            }
        }
        assertThat(transport.closedWith).isNull();
        bench.pass(12_000);
        assertThat(transport.closedWith).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void theTimeForAnAcknowledgementBeginsWhenTheSocketTookTheFrame() {
        live();
        deliver();
        transport.empty = false;
        live(20);
        transport.empty = true;
        session.onDrained();
        live(59);
        assertThat(transport.closedWith).isNull();
        live(2);
        assertThat(transport.closedWith).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    /** Lets a client live for so many seconds. */
    private void live(int seconds) {
        for (int i = 0; i < seconds; i++) {
            bench.pass(1_000);
            session.onHeard();
        }
    }

    @Test
    void aSocketThatTakesNothingForTooLongIsClosed() {
        live();
        transport.full = true;
        live(46); // half an interval may pass before the timeout is checked
        assertThat(transport.closedWith).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void aSocketThatStallsWhileAnAcknowledgementIsOwedIsNotMissed() {
        live();
        deliver();
        live(2);
        transport.full = true;
        live(46);
        assertThat(transport.closedWith).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void aTokenThatRunsOutClosesTheSession() {
        arrive(bench.connection("alice", "d", transport, bench.now + 5_000, null));
        bench.store.settle();
        bench.pass(4_900);
        assertThat(transport.closedWith).isNull();
        bench.pass(200);
        assertThat(transport.closedWith).isEqualTo(CloseCode.TOKEN_EXPIRED);
    }

    @Test
    void aQuietSessionAuditsAndFindsWhatItsHintDidNotTell() {
        live();
        push(); // and its hint is lost
        live(59);
        assertThat(transport.seqs()).isEmpty();
        live(3);
        settle();
        assertThat(transport.seqs()).containsExactly(1L);
    }

    @Test
    void theQuietTimeBeforeAnAuditIsTheConfiguredOne() {
        bench = new TestBench(TestConfig.auditEvery(Duration.ofSeconds(5)));
        live();
        push(); // and its hint is lost
        live(4);
        settle();
        assertThat(transport.seqs()).isEmpty();
        live(3);
        settle();
        assertThat(transport.seqs()).containsExactly(1L);
    }

    @Test
    void aClosedSessionIsLookedAtNoMore() {
        live();
        session.onClosed();
        settle();
        List<UserCommand<?>> before = List.copyOf(bench.store.submitted);
        bench.pass(300_000);
        assertThat(bench.store.submitted).isEqualTo(before);
        assertThat(session.onDue(bench.now)).isEqualTo(TimerWheel.NEVER);
    }
}
