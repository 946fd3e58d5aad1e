package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.store.StoreException.Kind;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Ack;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.Clear;
import io.heartline.user.Describe;
import io.heartline.user.Detach;
import io.heartline.user.Eviction.Cause;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Position;
import io.heartline.user.Pull;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.Room;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
    private TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private final FakeTransport transport = new FakeTransport();
    private Session session;
    private int pushed;

    private Session arrive() {
        return arrive(bench.link("alice", "d", transport));
    }

    private Session arrive(Link link) {
        session = new Session(
                link,
                new SendWindow(
                        bench.gateway.config().window(), bench.gateway.config().windowBytes()));
        session.start();
        return session;
    }

    /** A live session that has seen its welcome. */
    private Session live() {
        arrive();
        bench.store.settle();
        transport.next("welcome");
        return session;
    }

    private Position push() {
        return push("1");
    }

    private Position push(String body) {
        Push push = new Push(
                "m" + ++pushed,
                Body.of(body.getBytes(StandardCharsets.UTF_8)),
                1_000_000_000,
                null,
                MailboxLimits.DEFAULT,
                1,
                bench.now);
        return ((Pushed) bench.store.apply(push)).position();
    }

    /** Pushes a message and has its hint arrive. */
    private void deliver() {
        Position position = push();
        session.onHint(position, encoded(position));
    }

    private Encoded encoded(Position position) {
        Buffer frame = FrameCodec.message(position.epoch(), position.seq(), "m", bench.now, new byte[] {'1'});
        return new Encoded(bench.now, frame);
    }

    private void say(String json) {
        session.onHeard();
        session.onText(Buffer.buffer(json));
    }

    private void ack(long seq) {
        say("{\"t\":\"ack\",\"seq\":" + seq + "}");
    }

    private void settle() {
        bench.flushAcks();
        bench.store.settle();
    }

    private boolean isOver() {
        return session.closed().isComplete();
    }

    private static List<Long> seqs(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private List<String> commands() {
        return bench.store.submitted.stream()
                .map(command -> command.getClass().getSimpleName())
                .toList();
    }

    // --- attaching

    @Test
    void theBacklogFollowsTheWelcome() {
        push();
        push();
        live();

        assertThat(transport.seqs()).containsExactly(1L, 2L);
        assertThat(transport.types()).containsExactly("welcome", "message", "message");
    }

    @Test
    void nothingIsWrittenBeforeTheWelcomeAndWhatWasSaidEarlyIsAnsweredAfterIt() {
        arrive();
        say("{\"t\":\"ping\"}");
        session.onTransient(Buffer.buffer("{}"));
        session.onHint(push(), null);
        assertThat(transport.written).isEmpty();

        bench.store.settle();

        assertThat(transport.types()).containsExactly("welcome", "message", "pong");
    }

    @Test
    void aSocketThatGoesWhileAttachingIsDetachedOnceTheAttachIsAnswered() {
        arrive();
        session.onClosed();
        bench.store.applyNext();
        assertThat(commands()).containsExactly("Attach");

        bench.store.answerNext();
        assertThat(commands()).containsExactly("Attach", "Detach");
        assertThat(isOver()).isFalse();

        bench.store.settle();
        assertThat(isOver()).isTrue();
        assertThat(bench.store.state.sessions()).isEmpty();
        assertThat(bench.outcomes).hasSize(2);
        assertThat(transport.written).isEmpty();
    }

    @Test
    void anAttachThatWasRefusedByTheStoreClosesAndLeavesNothingToDetach() {
        arrive();
        bench.store.failNext(Kind.UNAVAILABLE);
        bench.store.settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.UNAVAILABLE);
        assertThat(commands()).containsExactly("Attach");
        assertThat(isOver()).isTrue();
    }

    @Test
    void anAttachOfUnknownOutcomeIsDetachedInCaseItTookEffect() {
        arrive();
        bench.store.failNext(Kind.OUTCOME_UNKNOWN);
        bench.store.settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.UNAVAILABLE);
        assertThat(commands()).containsExactly("Attach", "Detach");
        assertThat(bench.store.state.sessions()).isEmpty();
    }

    @Test
    void anEvictionWhileAttachingClosesAtOnce() {
        arrive();
        session.onEvict(Cause.REPLACED);
        assertThat(transport.closedWith).isEqualTo(CloseCode.REPLACED);

        bench.store.settle();
        assertThat(commands()).containsExactly("Attach", "Detach");
    }

    @Test
    void thePositionItCameWithIsKept() {
        push();
        push();
        bench.store.apply(new Describe(bench.now));
        arrive(bench.link("alice", "d", transport, Long.MAX_VALUE, new Position(bench.store.state.epoch(), 1)));
        bench.store.settle();

        JsonObject welcome = transport.next("welcome");
        assertThat(welcome.getBoolean("resumed")).isTrue();
        assertThat(welcome.getJsonObject("position").getLong("seq")).isEqualTo(1);
        assertThat(transport.seqs()).containsExactly(2L);
    }

    // --- closing

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

    // --- flowing

    @Test
    void acknowledgementsAreGatheredAndOnlyOneCommandIsOut() {
        live();
        for (int i = 0; i < 5; i++) {
            deliver();
        }
        ack(1);
        ack(2);
        bench.flushAcks();
        ack(3);
        ack(5);
        bench.flushAcks();
        assertThat(bench.store.submitted(Ack.class)).extracting(Ack::seq).containsExactly(2L);

        bench.store.settle();
        settle();
        assertThat(bench.store.submitted(Ack.class)).extracting(Ack::seq).containsExactly(2L, 5L);
        assertThat(bench.store.state.mailbox().owed()).isZero();
    }

    @Test
    void anAcknowledgementOfWhatWasNotSentViolatesTheProtocol() {
        live();
        deliver();
        ack(1);
        ack(1);
        ack(0);
        assertThat(transport.closedWith).isNull();

        ack(2);
        assertThat(transport.closedWith).isEqualTo(CloseCode.PROTOCOL_VIOLATION);
    }

    @Test
    void noMoreBytesAreOutThanTheWindowHoldsButOneMessageAlwaysIs() {
        bench = new TestBench(TestConfig.window(100, 2_000));
        push('"' + "x".repeat(3_000) + '"');
        push('"' + "y".repeat(1_200) + '"');
        push('"' + "z".repeat(1_200) + '"');
        live();
        settle();
        assertThat(transport.seqs()).containsExactly(1L);
        int questions = bench.store.submitted(Pull.class).size();

        ack(1);
        settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L);
        ack(2);
        settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(bench.store.submitted(Pull.class).size() - questions).isLessThanOrEqualTo(4);
    }

    @Test
    void aLongBacklogComesPageByPageAndInOrder() {
        for (int i = 0; i < 500; i++) {
            push('"' + "x".repeat(1_000) + '"');
        }
        live();
        for (int i = 1; i <= 500; i++) {
            settle();
            ack(transport.seqs().size());
        }

        assertThat(transport.seqs()).isEqualTo(seqs(1, 500));
        assertThat(bench.store.submitted(Pull.class))
                .allSatisfy(pull -> assertThat(pull.room().bytes()).isLessThanOrEqualTo(SendWindow.PAGE_BYTES));
    }

    @Test
    void nothingIsWrittenToAFullSocketAndAllOfItOnceThereIsRoom() {
        live();
        transport.full = true;
        deliver();
        deliver();
        session.onTransient(Buffer.buffer("{\"t\":\"message\"}"));
        settle();
        assertThat(transport.seqs()).isEmpty();
        assertThat(transport.types()).containsExactly("welcome");

        transport.full = false;
        session.onDrained();
        settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L);
    }

    @Test
    void aPullThatFailsIsRepeated() {
        live();
        push();
        session.onHint(push(), null);
        bench.store.failNext(Kind.UNAVAILABLE);
        bench.store.settle();
        assertThat(transport.seqs()).isEmpty();

        bench.pass(2_000);
        bench.store.settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L);
    }

    @Test
    void aPullThatKeepsFailingClosesAsUnavailable() {
        live();
        session.onHint(push(), null);
        for (int i = 1; i <= Retries.TRIES; i++) {
            assertThat(transport.closedWith).isNull();
            bench.store.failNext(Kind.OUTCOME_UNKNOWN);
            bench.store.settle();
            say("{\"t\":\"pong\"}");
            bench.pass(8_000);
        }
        assertThat(transport.closedWith).isEqualTo(CloseCode.UNAVAILABLE);
    }

    // --- attaching again

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
            assertThat(attach.room()).isEqualTo(Room.NONE);
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
        bench.store.apply(new Attach(newer, new Attach.Target.Named("d"), 1_000, null, false, Room.NONE, 1, bench.now));
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
        bench.store.state = UserState.ABSENT; // the entry is lost with all its copies
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

    // --- time

    @Test
    void whoCouldNotBeHeardBecauseTheLoopStoodStillIsAskedFirst() {
        live();
        bench.now += 80_000;
        bench.heartbeat.tick(bench.now);
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
        bench.heartbeat.tick(bench.now);
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
        live(46); // half an interval may pass before it is seen
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
        arrive(bench.link("alice", "d", transport, bench.now + 5_000, null));
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
    void aClosedSessionIsLookedAtNoMore() {
        live();
        session.onClosed();
        settle();
        List<UserCommand<?>> before = List.copyOf(bench.store.submitted);
        bench.pass(300_000);
        assertThat(bench.store.submitted).isEqualTo(before);
        assertThat(session.onDue(bench.now)).isEqualTo(Heartbeat.NEVER);
    }
}
