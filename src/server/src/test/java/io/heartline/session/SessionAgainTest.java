package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.CloseCode;
import io.heartline.user.Attach;
import io.heartline.user.Clear;
import io.heartline.user.Detach;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import io.heartline.user.ReadLimit;
import io.heartline.user.UserState;
import org.junit.jupiter.api.Test;

/** The entry has forgotten a session that lives: it attaches again. */
class SessionAgainTest extends SessionScene {
    private void forgetSession() {
        bench.store.apply(new Detach(session.id(), false, bench.now));
    }

    @Test
    void aSessionThatTheEntryForgotAttachesAgainAndMissesNothing() {
        live();
        deliver();
        ack(1);
        forgetSession();
        push();
        settle();
        settle();

        assertThat(bench.store.submitted(Attach.class)).last().satisfies(attach -> {
            assertThat(attach.again()).isTrue();
            assertThat(attach.position().seq()).isEqualTo(1);
            assertThat(attach.limit()).isEqualTo(ReadLimit.NONE);
        });
        assertThat(transport.seqs()).containsExactly(1L, 2L);
        assertThat(transport.types()).containsOnlyOnce("welcome");
        assertThat(transport.closedWith).isNull();
    }

    @Test
    void whatIsWrittenAndUnacknowledgedDoesNotComeAgainAfterAttachingAgain() {
        live();
        deliver();
        deliver();
        forgetSession();
        push();
        session.audit();
        settle();

        assertThat(transport.seqs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSessionThatAttachesAgainGivesWayToANewerConnection() {
        live();
        forgetSession();
        bench.now += 1_000;
        LiveSession newer = new LiveSession("other", "n2", 0, LiveSession.NO_ATTEMPT, bench.now, "websocket");
        bench.store.apply(
                new Attach(newer, new Attach.Target.Named("d"), 1_000, null, false, ReadLimit.NONE, 1, bench.now));
        session.audit();
        settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.REPLACED);
        assertThat(bench.store.state.sessions()).extracting(LiveSession::id).containsExactly("other");
    }

    @Test
    void aSessionWhoseDeviceHasLeftMeanwhileIsClosedAndNothingIsKept() {
        live();
        bench.store.apply(new Detach(session.id(), true, bench.now));
        session.audit();
        settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.POSITION_LOST);
        assertThat(bench.store.state.devices().all()).isEmpty();
    }

    @Test
    void aSessionWhosePositionIsGoneSaysSo() {
        live();
        deliver();
        ack(1);
        settle();
        bench.store.state = UserState.ABSENT; // the entry is lost with all its replicas
        session.audit();
        settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.POSITION_LOST);
        assertThat(bench.store.state.sessions()).isEmpty();
    }

    @Test
    void aHintOfAnotherEpochMakesASessionAttachAgain() {
        live();
        session.onHint(new Position("other", 7), null);
        assertThat(bench.store.submitted(Attach.class))
                .last()
                .extracting(Attach::again)
                .isEqualTo(true);

        settle();
        deliver();
        assertThat(transport.seqs()).containsExactly(1L);
    }

    @Test
    void whatAnOperatorClearedIsNotWaitedFor() {
        live();
        transport.full = true;
        deliver();
        deliver();
        bench.store.apply(new Clear(bench.now));
        transport.full = false;
        session.onDrained();
        settle();
        deliver();

        assertThat(transport.seqs()).containsExactly(3L);
    }
}
