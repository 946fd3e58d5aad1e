package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.CloseCode;
import io.heartline.store.StoreException.Kind;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Detach;
import io.heartline.user.Eviction.Cause;
import io.heartline.user.Position;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of a session, for each reason: the client gets a close code, and the entry is detached once. */
class SessionEndTest extends SessionScene {
    @ParameterizedTest
    @CsvSource({"REPLACED,4502", "POSITION_LOST,4006", "REMOVED,4504"})
    void anEvictionSaysGoodbyeWithItsCode(Cause cause, int code) {
        live();
        session.onEvict(cause);

        JsonObject goodbye = transport.next("goodbye");
        assertThat(goodbye.getInteger("code")).isEqualTo(code);
        assertThat(transport.closedWith.code()).isEqualTo(code);
        assertThat(transport.types()).endsWith("goodbye");
    }

    @Test
    void whoSaysByeIsForgotten() {
        live();
        say("{\"t\":\"bye\"}");
        settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.NORMAL);
        assertThat(transport.types()).containsExactly("welcome");
        assertThat(bench.store.submitted(Detach.class))
                .extracting(Detach::forget)
                .containsExactly(true);
        assertThat(bench.store.state.devices().all()).isEmpty();
    }

    /** The other nodes suspected its node meanwhile, and detached its sessions. */
    @Test
    void whoSaysByeIsForgottenAlsoWhereTheEntryLetGoOfTheSession() {
        live();
        bench.store.apply(new Detach(session.id(), false, bench.now));
        say("{\"t\":\"bye\"}");
        settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.NORMAL);
        assertThat(bench.store.state.devices().all()).isEmpty();
    }

    @Test
    void whoSaysByeBeforeTheWelcomeAndGoesIsForgottenToo() {
        arrive();
        say("{\"t\":\"bye\"}");
        session.onClosed();
        settle();

        assertThat(transport.types()).isEmpty();
        assertThat(bench.store.submitted(Detach.class))
                .extracting(Detach::forget)
                .containsExactly(true);
        assertThat(bench.store.state.devices().all()).isEmpty();
    }

    @Test
    void aFrameThatIsNoneEndsASessionBeforeItsWelcome() {
        arrive();
        say("{\"t\":\"nonsense\"}");

        assertThat(transport.closedWith).isEqualTo(CloseCode.PROTOCOL_VIOLATION);
        settle();
        assertThat(bench.store.state.sessions()).isEmpty();
    }

    @Test
    void theWayOfAMessageIsTimedUnlessItWaitedForTheSession() {
        push();
        bench.now += 50_000;
        live();
        Position position = push();
        Encoded encoded = encoded(position);
        ack(1);
        bench.now += 40;
        session.onHint(position, encoded);

        Timer sent = bench.meters.get(MeterNames.ACCEPTED_TO_SENT).timer();
        assertThat(sent.count()).isEqualTo(1);
        assertThat(sent.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);

        bench.now += 7;
        ack(2);
        Timer acked = bench.meters.get(MeterNames.SENT_TO_ACKED).timer();
        assertThat(acked.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
    }

    @Test
    void whatWasAcknowledgedReachesTheEntryBeforeTheDetach() {
        live();
        deliver();
        ack(1);
        session.onClosed();
        settle();

        assertThat(commands()).endsWith("Ack", "Detach");
        assertThat(bench.store.state.mailbox().acked()).isEqualTo(1);
    }

    @Test
    void aSessionIsDetachedOnceHoweverOftenItEnds() {
        live();
        session.onEvict(Cause.REMOVED);
        session.onClosed();
        session.onClosed();
        session.onEvict(Cause.REPLACED);
        settle();

        assertThat(bench.store.submitted(Detach.class)).hasSize(1);
        assertThat(isOver()).isTrue();
    }

    @Test
    void aDetachThatFailsIsRepeatedUntilItSucceeds() {
        live();
        session.onClosed();
        for (int i = 1; i < Retries.TRIES; i++) {
            bench.store.failNext(Kind.UNAVAILABLE);
            bench.store.settle();
            assertThat(isOver()).isFalse();
            bench.pass(10_000);
        }
        bench.store.settle();

        assertThat(isOver()).isTrue();
        assertThat(bench.store.state.sessions()).isEmpty();
    }

    @Test
    void aDetachThatKeepsFailingIsGivenUp() {
        live();
        session.onClosed();
        for (int i = 1; i <= Retries.TRIES; i++) {
            assertThat(isOver()).isFalse();
            bench.store.failNext(Kind.UNAVAILABLE);
            bench.store.settle();
            bench.pass(10_000);
        }

        assertThat(isOver()).isTrue();
        assertThat(bench.store.submitted(Detach.class)).hasSize(Retries.TRIES);
    }
}
