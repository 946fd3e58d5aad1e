package io.heartline.session.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.session.Disconnect;
import io.heartline.session.SendWindow;
import io.heartline.session.Session;
import io.heartline.session.SessionConfig;
import io.heartline.session.TestBench;
import io.heartline.session.gateway.PlainClient;
import io.heartline.session.transport.FakeTransport;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Ack;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.Detach;
import io.heartline.user.Eviction.Cause;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Position;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session of a client that does not speak heartline.v1. */
class PlainSessionTest {
    private final TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private final FakeTransport transport = new FakeTransport();
    private Session session;
    private int pushed;

    private Session arrive(Route route) {
        session = open(route, transport);
        return session;
    }

    private Session open(Route route, FakeTransport over) {
        Session opened = new Session(
                new PlainClient(route, "alice", Long.MAX_VALUE, Attach.NO_TOKEN).connection(bench.context, over),
                new SendWindow(128, 256 << 10));
        opened.start();
        return opened;
    }

    private void live() {
        arrive(TestRoutes.query());
        settle();
    }

    private void settle() {
        bench.flushAcks();
        bench.store.settle();
    }

    private Position push(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Push push = new Push("m" + ++pushed, Body.of(body), 1_000_000_000, null, MailboxLimits.DEFAULT, 1, bench.now);
        return ((Pushed) bench.store.apply(push)).position();
    }

    private void deliver(String json) {
        Position position = push(json);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Buffer frame = FrameCodec.message(position.epoch(), position.seq(), "m", bench.now, body);
        session.onHint(position, new Encoded(bench.now, frame));
    }

    private void deliver(int messages) {
        IntStream.range(0, messages).forEach(i -> deliver("1"));
    }

    private void say(String text) {
        session.onHeard();
        session.onText(Buffer.buffer(text));
    }

    private void pong(String payload) {
        session.onHeard();
        session.onPong(Buffer.buffer(payload));
    }

    private String ping(int nth) {
        return transport.pings.get(nth);
    }

    private long acked() {
        settle();
        return bench.store.state.mailbox().acked();
    }

    // --- what is written

    @Test
    void nothingButBodiesIsWritten() {
        push("{ \"n\" : 1 }");
        live();
        deliver("\"say \\\"hi\\\"\"");
        session.onTransient(FrameCodec.transientMessage("t", 1, "[2]".getBytes(StandardCharsets.UTF_8)));
        bench.pass(30_000);
        session.onEvict(Cause.REMOVED);

        assertThat(transport.written).containsExactly("{ \"n\" : 1 }", "say \"hi\"", "[2]");
        assertThat(transport.closedWith).isEqualTo(CloseCode.REMOVED);
    }

    @Test
    void aNodeThatLeavesClosesWithoutAWord() {
        live();
        session.close(new Disconnect(CloseCode.DRAINING, "this node is leaving", 1_000L));
        settle();

        assertThat(transport.written).isEmpty();
        assertThat(transport.closedWith).isEqualTo(CloseCode.DRAINING);
        assertThat(bench.store.submitted(Detach.class))
                .extracting(Detach::forget)
                .containsExactly(false);
    }

    // --- acknowledgements by pong

    @Test
    void onePingAtTheEndOfATurnNamesTheLastMessageOfIt() {
        live();
        deliver(3);
        assertThat(transport.pings).isEmpty();

        transport.endTurn();
        transport.endTurn();
        assertThat(transport.pings).containsExactly("3 " + session.id());
    }

    @Test
    void sixteenMessagesAreTheMostThatGoWithoutAPing() {
        live();
        deliver(40);
        transport.endTurn();

        assertThat(transport.pings)
                .extracting(ping -> ping.substring(0, ping.indexOf(' ')))
                .containsExactly("16", "32", "40");
    }

    @Test
    void sixtyFourKilobytesAreTheMostThatGoWithoutAPing() {
        live();
        deliver('"' + "x".repeat(40_000) + '"');
        deliver('"' + "x".repeat(40_000) + '"');

        assertThat(transport.pings).hasSize(1);
    }

    @Test
    void nothingIsAcknowledgedByBeingWritten() {
        live();
        deliver(20);
        transport.endTurn();

        assertThat(acked()).isZero();
        assertThat(bench.store.submitted(Ack.class)).isEmpty();
    }

    @Test
    void aPongAcknowledgesUpToItsPingAndAnswersTheEarlierOnes() {
        live();
        deliver(1);
        transport.endTurn();
        deliver(1);
        transport.endTurn();
        deliver(1);

        pong(ping(1));
        assertThat(acked()).isEqualTo(2);
        pong(ping(0));
        pong(ping(1));
        assertThat(acked()).isEqualTo(2);
    }

    @Test
    void aPongThatAnswersNoPingOfThisConnectionIsOnlyASignOfLife() {
        live();
        deliver(2);
        transport.endTurn();
        for (String payload : List.of("", "2", "2 other", "1 " + session.id(), "3 " + session.id(), " ", "x")) {
            pong(payload);
        }
        assertThat(acked()).isZero();
        assertThat(transport.closedWith).isNull();

        pong("2 " + session.id());
        assertThat(acked()).isEqualTo(2);
    }

    @Test
    void thePongOfAPingForASignOfLifeProvesNoMoreThanWasAsked() {
        live();
        bench.pass(26_000);
        assertThat(transport.pings).containsExactly("0 " + session.id());
        deliver(1);
        pong(ping(0));

        assertThat(acked()).isZero();
    }

    @Test
    void whatAClosedConnectionHadNotProvedComesAgainOnTheNext() {
        live();
        deliver("\"one\"");
        transport.endTurn();
        deliver("\"two\"");
        transport.endTurn();
        pong(ping(0));
        session.onClosed();
        settle();

        FakeTransport next = new FakeTransport();
        open(TestRoutes.query(), next);
        settle();

        assertThat(next.written).containsExactly("two");
        assertThat(bench.store.submitted(Attach.class)).last().satisfies(attach -> assertThat(attach.target())
                .isEqualTo(new Attach.Target.Plain("page")));
        assertThat(bench.store.state.devices().all()).hasSize(1);
    }

    @Test
    void twoPagesOfOneUserDoNotPushEachOtherOut() {
        live();
        FakeTransport other = new FakeTransport();
        open(TestRoutes.query(), other);
        settle();
        deliver(1);
        settle();

        assertThat(transport.closedWith).isNull();
        assertThat(bench.store.state.devices().all())
                .extracting(device -> device.name())
                .containsExactly("plain:page:1", "plain:page:2");
    }

    @Test
    void theWindowIsFilledAndGoesOnWithThePongs() {
        for (int i = 0; i < 300; i++) {
            push("1");
        }
        live();
        assertThat(transport.written).hasSize(128);
        for (int i = 0; i < transport.pings.size(); i++) {
            pong(ping(i));
            settle();
            transport.endTurn();
        }
        assertThat(transport.written).hasSize(300);
        assertThat(acked()).isEqualTo(300);
    }

    // --- time

    @Test
    void whoIsSilentIsPingedAndThenTakenForGone() {
        live();
        bench.pass(25_100);
        assertThat(transport.pings).hasSize(1);
        bench.pass(49_000);
        assertThat(transport.closedWith).isNull();
        bench.pass(1_500);

        assertThat(transport.closedWith).isEqualTo(CloseCode.HEARTBEAT_LOST);
        assertThat(transport.written).isEmpty();
    }

    @Test
    void whoTalksButReturnsNoPongsIsTakenForGone() {
        live();
        deliver(1);
        transport.endTurn();
        for (int second = 0; second < 59; second++) {
            bench.pass(1_000);
            say("ping");
        }
        assertThat(transport.closedWith).isNull();
        bench.pass(1_100);

        assertThat(transport.closedWith).isEqualTo(CloseCode.HEARTBEAT_LOST);
        assertThat(bench.meters
                        .get(MeterNames.SESSIONS_CLOSED)
                        .tag("code", "4001")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whoseSocketTakesNothingIsSlow() {
        live();
        transport.full = true;
        for (int second = 0; second < 46; second++) {
            bench.pass(1_000);
            session.onHeard();
        }
        assertThat(transport.closedWith).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    // --- what is heard

    @Test
    void aHeartbeatIsAnsweredAtOnceEvenBeforeTheEntryHoldsTheSession() {
        arrive(TestRoutes.query());
        say("ping");
        assertThat(transport.written).containsExactly("pong");

        settle();
        say("ping");
        say("{\"msg\":\"heartbeat from client\", \"type\":99.0}");
        assertThat(transport.written).containsExactly("pong", "pong");
    }

    @Test
    void anyOtherTextIsIgnored() {
        live();
        say("Ping");
        say("{\"type\":98}");
        say("{\"type\":99");
        say("{\"t\":\"bye\"}");
        settle();

        assertThat(transport.written).isEmpty();
        assertThat(transport.closedWith).isNull();
    }

    @Test
    void aTextIsEchoedWhereTheRouteSaysSo() {
        arrive(TestRoutes.with(new OtherText.Echo()));
        settle();
        say("h");
        say("ping");
        say("");

        assertThat(transport.written).containsExactly("h", "pong", "");
    }

    @Test
    void aTextThatIsNoUtf8EndsTheSession() {
        live();
        session.onText(Buffer.buffer(new byte[] {(byte) 0xFF}));

        assertThat(transport.closedWith).isEqualTo(CloseCode.INVALID_TEXT);
        assertThat(transport.written).isEmpty();
    }
}
