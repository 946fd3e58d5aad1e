package io.heartline.delivery;

import static io.heartline.delivery.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.PushResult.Acked;
import io.heartline.delivery.PushResult.Offline;
import io.heartline.delivery.PushResult.Refusal;
import io.heartline.delivery.PushResult.Rejected;
import io.heartline.delivery.PushResult.Sent;
import io.heartline.delivery.PushResult.Stored;
import io.heartline.delivery.PushResult.Unknown;
import io.heartline.protocol.FrameCodec;
import io.heartline.store.StoreException;
import io.heartline.telemetry.MeterNames;
import io.heartline.testsupport.Eventually;
import io.heartline.user.Ack;
import io.heartline.user.AckOutcome;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Body;
import io.heartline.user.DeliveryWatch;
import io.heartline.user.FindMessage;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.ReadLimit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushServiceTest {
    private static final DeliveryConfig SMALL = new DeliveryConfig(3, 100, 2, BusWindow.DEFAULT);
    private static final byte[] HELLO = "\"hello\"".getBytes(StandardCharsets.UTF_8);
    private static final long TTL_MILLIS = 60_000;
    private static final long LONG_MILLIS = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private final FakeStore store = new FakeStore();
    private TestGateway here;
    private TestGateway there;

    @BeforeEach
    void open() throws Exception {
        here = TestGateway.start(vertx, new GatewayId("n1", 0), store, SMALL);
        there = TestGateway.start(vertx, new GatewayId("n2", 0), store, SMALL);
        here.sees(here, there);
        there.sees(here, there);
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void aPushToNobodyIsStored() throws Exception {
        Stored stored = (Stored) here.push(push("1"));

        assertThat(stored.position().seq()).isEqualTo(1);
        assertThat(stored.sessions()).isZero();
        assertThat(stored.duplicate()).isFalse();
        assertThat(here.count(MeterNames.PUSHES, "result", "stored")).isEqualTo(1);
    }

    @Test
    void everySessionIsHintedWithTheSameFrame() throws Exception {
        attach("s1", "phone", here);
        attach("s2", "web", there);

        Stored stored = (Stored) here.push(push("1"));

        assertThat(stored.sessions()).isEqualTo(2);
        Hint.Message near = (Hint.Message) here.next();
        Hint.Message far = (Hint.Message) there.next();
        assertThat(near).isEqualTo(new Hint.Message("alice", "s1", stored.position(), encoded(stored.position())));
        assertThat(far).isEqualTo(new Hint.Message("alice", "s2", stored.position(), near.encoded()));
    }

    @Test
    void aRepeatedPushIsADuplicateWhoseHintHasNoFrame() throws Exception {
        attach("s1", "phone", here);
        Stored first = (Stored) here.push(push("1"));
        here.next();

        Stored again = (Stored) here.push(push("1"));

        assertThat(again).isEqualTo(new Stored(first.position(), 1, true));
        assertThat(here.next()).isEqualTo(new Hint.Message("alice", "s1", first.position(), null));
    }

    @Test
    void aRetryOfOurOwnUnderAnIdOfOurOwnIsNoDuplicate() throws Exception {
        attach("s1", "phone", here);
        PushOrder order = new PushOrder("alice", "1", true, Body.of(HELLO), false, TTL_MILLIS, false, 0, false);
        Pushed lost = (Pushed)
                store.apply("alice", new Push("1", Body.of(HELLO), TTL_MILLIS, null, SMALL.limits(), 5, now()));

        Stored stored = (Stored) here.push(order);

        assertThat(stored).isEqualTo(new Stored(lost.position(), 1, false));
        assertThat(((Hint.Message) here.next()).encoded()).isNotNull();
    }

    @Test
    void aFullMailboxRefusesAndSaysHowFullItIs() throws Exception {
        for (int i = 0; i < 3; i++) {
            here.push(push("" + i));
        }

        Rejected rejected = (Rejected) here.push(push("4"));

        assertThat(rejected.refusal()).isEqualTo(Refusal.MAILBOX_FULL);
        assertThat(rejected.message()).contains("3 of at most 3 messages", "21 of at most 100 bytes", "7 bytes");
    }

    @Test
    void aMailboxIsFullByTheConfiguredBytesToo() throws Exception {
        Body body = Body.of(("\"" + "x".repeat(58) + "\"").getBytes(StandardCharsets.UTF_8));
        here.push(new PushOrder("alice", "1", false, body, false, TTL_MILLIS, false, 0, false));

        PushResult second = here.push(new PushOrder("alice", "2", false, body, false, TTL_MILLIS, false, 0, false));

        assertThat(second).isInstanceOf(Rejected.class);
        assertThat(((Rejected) second).refusal()).isEqualTo(Refusal.MAILBOX_FULL);
    }

    @Test
    void whatTheStoreRefusesIsRejected() throws Exception {
        store.fail(StoreException.Kind.UNAVAILABLE, "Too few nodes are in sight.");

        assertThat(here.push(push("1"))).isEqualTo(new Rejected(Refusal.UNAVAILABLE, "Too few nodes are in sight."));
    }

    @Test
    void anOutcomeThatNobodyKnowsIsUnknown() throws Exception {
        store.fail(StoreException.Kind.OUTCOME_UNKNOWN, "No answer within 8 s.");

        assertThat(here.push(push("1"))).isEqualTo(new Unknown("No answer within 8 s."));
        assertThat(here.push(waiting("2", LONG_MILLIS))).isEqualTo(new Unknown("No answer within 8 s."));
    }

    @Test
    void whoWaitsIsAnsweredAsSoonAsTheGatewayOfTheAcknowledgementTells() throws Exception {
        attach("s2", "web", there);
        Future<PushResult> answer = here.pushing(waiting("1", LONG_MILLIS));
        Position position = ((Hint.Message) there.next()).position();
        assertThat(answer.isComplete()).isFalse();

        there.run(() -> there.delivery.effects().acked("alice", position.epoch(), "web", ack("s2", position)));

        assertThat(await(answer)).isEqualTo(new Acked(position, 1, false));
    }

    @Test
    void anAcknowledgementThatIsToldBeforeTheStoreAnswersIsNotMissed() throws Exception {
        attach("s1", "phone", here);
        Promise<Void> answered = Promise.promise();
        store.answering(outcome -> answered.future().compose(nothing -> outcome));
        Future<PushResult> answer = here.pushing(waiting("1", LONG_MILLIS));

        here.run(() -> {
            Position position = new Position(store.entries.get("alice").epoch(), 1);
            here.delivery.effects().acked("alice", position.epoch(), "phone", ack("s1", position));
        });
        here.run(answered::complete);

        assertThat(await(answer)).isInstanceOf(Acked.class);
    }

    @Test
    void whereTheHintWasLostALastLookFindsTheAcknowledgement() throws Exception {
        attach("s1", "phone", here);
        store.answering(outcome -> {
            ack("s1", new Position(store.entries.get("alice").epoch(), 1)); // and nobody is told
            return outcome;
        });

        assertThat(here.push(waiting("1", 1))).isInstanceOf(Acked.class);
        assertThat(store.submitted).last().isInstanceOf(FindMessage.class);
    }

    @Test
    void whoIsNotToWaitAnyLongerIsToldWhatIsKnown() throws Exception {
        Future<PushResult> unread = here.pushing(waiting("1", LONG_MILLIS));
        here.run(() -> {}); // by now it is stored, and waits
        here.run(here.delivery.pushes()::answerWaiting);

        assertThat(await(unread)).isInstanceOf(Stored.class);

        attach("s1", "phone", here);
        Future<PushResult> read = here.pushing(waiting("2", LONG_MILLIS));
        Position position = ((Hint.Message) here.next()).position();
        ack("s1", position); // and nobody is told
        here.run(here.delivery.pushes()::answerWaiting);

        assertThat(await(read)).isInstanceOf(Acked.class);
    }

    @Test
    void whoIsNotToWaitWhileItIsBeingStoredIsAnsweredOnceItIs() throws Exception {
        Promise<Void> stored = Promise.promise();
        store.answering(outcome -> stored.future().compose(nothing -> outcome));
        Future<PushResult> answer = here.pushing(waiting("1", LONG_MILLIS));

        here.run(here.delivery.pushes()::answerWaiting);
        assertThat(answer.isComplete()).isFalse();
        here.run(stored::complete);

        assertThat(await(answer)).isInstanceOf(Stored.class);
    }

    @Test
    void whileAPublisherWaitsTheBodyOfItsPushIsNotKept() throws Exception {
        List<WeakReference<Body>> bodies = new ArrayList<>();
        Future<PushResult> answer = here.pushing(waiting(bodies));
        here.run(() -> {}); // by now it is stored, and waits
        store.submitted.clear();
        store.entries.clear();

        Eventually.eventually("the body is not referred to", Duration.ofSeconds(20), () -> {
            System.gc();
            return bodies.get(0).get() == null;
        });

        assertThat(answer.isComplete()).isFalse();
        here.run(here.delivery.pushes()::answerWaiting);
        assertThat(await(answer)).isInstanceOf(Stored.class);
    }

    @Test
    void whoWaitsForNobodyIsToldThatItIsStored() throws Exception {
        assertThat(here.push(waiting("1", 1))).isInstanceOf(Stored.class);
    }

    @Test
    void whatCannotBeLookedAtIsStillStored() throws Exception {
        store.answering(outcome -> {
            store.fail(StoreException.Kind.UNAVAILABLE, "The node is leaving.");
            return outcome;
        });

        assertThat(here.push(waiting("1", 1))).isInstanceOf(Stored.class);
    }

    @Test
    void whatWasAcknowledgedBeforeIsAnsweredAtOnce() throws Exception {
        attach("s1", "phone", here);
        Stored stored = (Stored) here.push(push("1"));
        ack("s1", stored.position());

        assertThat(here.push(waiting("1", LONG_MILLIS))).isEqualTo(new Acked(stored.position(), 1, true));
    }

    @Test
    void twoWhoWaitForOneMessageAreBothAnswered() throws Exception {
        attach("s1", "phone", here);
        Future<PushResult> first = here.pushing(waiting("1", LONG_MILLIS));
        Future<PushResult> second = here.pushing(waiting("1", LONG_MILLIS));
        Position position = ((Hint.Message) here.next()).position();

        here.run(() -> here.delivery.effects().acked("alice", position.epoch(), "phone", ack("s1", position)));

        assertThat(await(first)).isEqualTo(new Acked(position, 1, false));
        assertThat(await(second)).isEqualTo(new Acked(position, 1, true));
    }

    @Test
    void noMoreThanAllowedMayWaitAndThePlaceIsFreeAgainAfterwards() throws Exception {
        attach("s1", "phone", here);
        Future<PushResult> first = here.pushing(waiting("1", LONG_MILLIS));
        Position position = ((Hint.Message) here.next()).position();
        here.pushing(waiting("2", LONG_MILLIS));

        Rejected rejected = (Rejected) here.push(waiting("3", LONG_MILLIS));
        assertThat(rejected.refusal()).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(store.submitted)
                .as("commands: the refused push stored nothing")
                .hasSize(2);

        here.run(() -> here.delivery.effects().acked("alice", position.epoch(), "phone", ack("s1", position)));
        assertThat(await(first)).isInstanceOf(Acked.class);
        assertThat(here.push(waiting("4", 1))).isInstanceOf(Stored.class);
    }

    @Test
    void onlyWhoWantsToHearOfAMessageIsWrittenDown() throws Exception {
        here.push(push("1"));
        here.push(waiting("2", 1));
        here.push(new PushOrder("alice", "3", false, Body.of(HELLO), false, TTL_MILLIS, false, 0, true));

        assertThat(store.submitted.stream().filter(Push.class::isInstance).map(c -> ((Push) c).watch()))
                .containsExactly(null, new DeliveryWatch("heartline.gateway.n1.0", false), DeliveryWatch.RECEIPT);
    }

    @Test
    void aTransientPushGoesToEverySessionAndIsNotStored() throws Exception {
        attach("s1", "phone", here);
        attach("s2", "web", there);

        assertThat(here.push(transientPush())).isEqualTo(new Sent(2));

        Hint.Transient near = (Hint.Transient) here.next();
        assertThat(near.session()).isEqualTo("s1");
        assertThat(near.frame().toString()).contains("\"hello\"").doesNotContain("seq");
        assertThat(there.next()).isEqualTo(new Hint.Transient("alice", "s2", near.frame()));
        assertThat(store.entries.get("alice").mailbox().head()).isZero();
    }

    @Test
    void aTransientPushToNobodyFindsTheUserOffline() throws Exception {
        assertThat(here.push(transientPush())).isEqualTo(new Offline());
    }

    @Test
    void aTransientPushThatNoGatewayTakesIsRejected() throws Exception {
        attach("s2", "web", there);
        here.members.remove("n2");

        assertThat(here.push(transientPush())).isInstanceOf(Rejected.class);
    }

    private void attach(String session, String device, TestGateway gateway) {
        LiveSession live = new LiveSession(session, gateway.id.node(), gateway.id.index(), 1, now(), "websocket");
        Attached attached = (Attached) store.apply(
                "alice",
                new Attach(live, new Attach.Target.Named(device), TTL_MILLIS, null, false, ReadLimit.NONE, 5, now()));
        assertThat(attached.device()).isEqualTo(device);
    }

    private AckOutcome.Acked ack(String session, Position position) {
        return (AckOutcome.Acked) store.apply("alice", new Ack(session, position.epoch(), position.seq(), now()));
    }

    private Encoded encoded(Position position) {
        long at = ((Push) store.submitted.get(0)).now();
        return new Encoded(at, FrameCodec.message(position.epoch(), position.seq(), "1", at, HELLO));
    }

    private static PushOrder push(String id) {
        return new PushOrder("alice", id, false, Body.of(HELLO), false, TTL_MILLIS, false, 0, false);
    }

    private static PushOrder waiting(String id, long millis) {
        return new PushOrder("alice", id, false, Body.of(HELLO), false, TTL_MILLIS, true, millis, false);
    }

    private static PushOrder waiting(List<WeakReference<Body>> bodies) {
        Body body = Body.of(HELLO.clone());
        bodies.add(new WeakReference<>(body));
        return new PushOrder("alice", "1", false, body, false, TTL_MILLIS, true, LONG_MILLIS, false);
    }

    private static PushOrder transientPush() {
        return new PushOrder("alice", "t1", true, Body.of(HELLO), true, TTL_MILLIS, false, 0, false);
    }

    private static long now() {
        return System.currentTimeMillis();
    }
}
