package io.heartline.session.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.session.Disconnect;
import io.heartline.session.SendWindow;
import io.heartline.session.Session;
import io.heartline.session.SessionConfig;
import io.heartline.session.TestBench;
import io.heartline.session.dialect.OtherText;
import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.TestRoutes;
import io.heartline.session.gateway.PlainClient;
import io.heartline.session.transport.SockJsBus.Kind;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Position;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SockJS polling under a plain session: delivered messages and timeouts. */
class SockJsPollingTest {
    private final TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private final Queue<Runnable> later = new ArrayDeque<>();
    private SockJsPolling transport;
    private Session session;

    @BeforeEach
    void open() {
        open(TestRoutes.query());
    }

    private void open(Route route) {
        transport = new SockJsPolling(bench.transports, "192.0.2.1", later::add);
        session = new Session(
                new PlainClient(route, "alice", Long.MAX_VALUE, Attach.NO_TOKEN).connection(bench.context, transport),
                new SendWindow(128, 256 << 10));
        session.start();
        transport.receiver(session);
        bench.timers.add(bench.now + 1_000, transport);
        settle();
    }

    private void settle() {
        bench.store.settle();
        while (!later.isEmpty()) {
            later.remove().run();
        }
        bench.flushAcks();
        bench.store.settle();
    }

    private FakeSockJsMessage mail(Kind kind, String body) {
        FakeSockJsMessage mail = new FakeSockJsMessage(kind, body);
        transport.onRequest(mail);
        settle();
        return mail;
    }

    private FakeSockJsMessage poll() {
        return mail(Kind.POLL, "");
    }

    private void taken() {
        mail(Kind.TAKEN, "");
    }

    /** Sends the first poll, which is answered with the open frame. */
    private void opened() {
        assertThat(poll().answer).isEqualTo("o");
        taken();
    }

    private void push(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Push push = new Push("m" + json, Body.of(body), 1_000_000, null, MailboxLimits.DEFAULT, 1, bench.now);
        Position position = ((Pushed) bench.store.apply(push)).position();
        Buffer frame = FrameCodec.message(position.epoch(), position.seq(), "m", bench.now, body);
        session.onHint(position, new Encoded(bench.now, frame));
    }

    private long acked() {
        settle();
        return bench.store.state.mailbox().acked();
    }

    private boolean isOver() {
        settle();
        return session.closed().isComplete();
    }

    @Test
    void whatIsWrittenInOneTurnIsOneAnswerAndCountsWhenItWasTaken() {
        opened();
        FakeSockJsMessage poll = poll();
        push("{\"n\":1}");
        push("\"two\"");
        settle();
        assertThat(poll.answer).isEqualTo("a[\"{\\\"n\\\":1}\",\"two\"]");
        assertThat(acked()).isZero();

        taken();
        assertThat(acked()).isEqualTo(2);
    }

    @Test
    void whatWasNotTakenComesAgain() {
        opened();
        poll();
        push("1");
        settle();
        mail(Kind.GONE, "");

        assertThat(isOver()).isTrue();
        assertThat(acked()).isZero();
        assertThat(bench.store.state.mailbox().owed()).isEqualTo(1);
    }

    @Test
    void aPollThatComesBeforeTheLastAnswerIsKnownToBeTakenWaitsForThat() {
        opened();
        poll();
        push("1");
        settle();
        FakeSockJsMessage early = poll();
        push("2");
        settle();
        assertThat(early.answer).isNull();

        taken();
        assertThat(early.answer).isEqualTo("a[\"2\"]");
        assertThat(acked()).isEqualTo(1);
    }

    @Test
    void aSecondPollAtOnceIsRefused() {
        opened();
        FakeSockJsMessage first = poll();
        assertThat(poll().answer).isEqualTo("c[2010,\"Another connection still open\"]");
        push("1");
        settle();
        assertThat(first.answer).isEqualTo("a[\"1\"]");
    }

    @Test
    void whoDoesNotPollAgainIsGone() {
        opened();
        bench.pass(4_900);
        assertThat(isOver()).isFalse();
        bench.pass(1_200);
        assertThat(isOver()).isTrue();
    }

    @Test
    void anIdlePollIsToldThatTheServerIsThere() {
        opened();
        FakeSockJsMessage poll = poll();
        bench.pass(24_000);
        assertThat(poll.answer).isNull();
        bench.pass(2_200);
        settle();
        assertThat(poll.answer).isEqualTo("h");
    }

    @Test
    void whoPollsOnLivesAndWhoStopsAfterAHeartbeatIsGone() {
        opened();
        for (int i = 0; i < 10; i++) {
            FakeSockJsMessage poll = poll();
            bench.pass(27_000);
            settle();
            assertThat(poll.answer).isEqualTo("h");
            taken();
        }
        assertThat(isOver()).isFalse();
        bench.pass(6_100);
        assertThat(isOver()).isTrue();
    }

    @Test
    void aResponseThatIsNeverWrittenEndsTheSession() {
        opened();
        poll();
        push("1");
        settle();
        bench.pass(31_100);
        assertThat(isOver()).isTrue();
        assertThat(acked()).isZero();
    }

    @Test
    void textsAreHeardInTheirOrderAndAnswersGoWithThePoll() {
        opened();
        assertThat(mail(Kind.TEXTS, "[\"ping\",\"x\",\"ping\"]").answer).isEqualTo("sent");
        assertThat(mail(Kind.TEXTS, "\"ping\"").answer).isEqualTo("sent");
        assertThat(mail(Kind.TEXTS, "[1]").answer).isEqualTo("malformed");
        assertThat(mail(Kind.TEXTS, "[\"x").answer).isEqualTo("malformed");

        assertThat(poll().answer).isEqualTo("a[\"pong\",\"pong\",\"pong\"]");
    }

    @Test
    void aTextThatIsTooLargeEndsTheSession() {
        opened();
        FakeSockJsMessage poll = poll();
        mail(Kind.TEXTS, "[\"" + "x".repeat(65_537) + "\"]");
        assertThat(poll.answer).isEqualTo("c[1009,\"TOO_BIG\"]");
        assertThat(isOver()).isTrue();
    }

    @Test
    void theCodeIsTheLastFrameAndWhatWaitedGoesBefore() {
        opened();
        push("1");
        settle();
        session.close(new Disconnect(CloseCode.DRAINING, "this node is leaving"));
        assertThat(poll().answer).isEqualTo("a[\"1\"]");
        taken();
        assertThat(poll().answer).isEqualTo("c[4000,\"DRAINING\"]");
        assertThat(acked()).isZero(); // too late for this session; the message is sent again
    }

    @Test
    void whatWaitsForAClientMayHave512KiBAndNoMore() {
        open(TestRoutes.with(new OtherText.Echo()));
        opened();
        for (int i = 0; i < 8; i++) {
            mail(Kind.TEXTS, "[\"" + "x".repeat(64 << 10) + "\"]");
        }
        assertThat(isOver()).isFalse();

        mail(Kind.TEXTS, "[\"x\"]");
        assertThat(isOver()).isTrue();
    }
}
