package io.heartline.session.dialect;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.session.ClientConnection;
import io.heartline.session.SendWindow;
import io.heartline.session.Session;
import io.heartline.session.SessionConfig;
import io.heartline.session.TestBench;
import io.heartline.session.gateway.PlainClient;
import io.heartline.session.transport.Transport;
import io.heartline.user.Attach;
import io.heartline.user.Body;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Position;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Real sessions, a real entry, and a plain client whose connection may be cut once, with what is on the wire lost: at once
 * noticed by the server, or only after the client is back.
 */
final class ModelledPlainClient {
    private static final int PUSHES = 2;

    /** The server as it is, or with one fault. */
    enum Way {
        SOUND,
        ACKNOWLEDGED_BY_WRITING,
        ANY_PONG_ANSWERS,
        ASKED_TOO_EARLY
    }

    private record Step(String name, Runnable run) {}

    private final Way way;
    private final TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private final Set<Long> received = new TreeSet<>();
    private Connection now;

    @Nullable
    private Connection before;

    private int pushed;
    private boolean cut;
    private boolean kept;

    ModelledPlainClient(Way way) {
        this.way = way;
        now = new Connection();
    }

    /** The steps that can happen now. */
    List<String> choices() {
        return steps().stream().map(Step::name).toList();
    }

    void step(int choice) {
        steps().get(choice).run().run();
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        add(steps, bench.store.canApply(), "apply", bench.store::applyNext);
        add(steps, bench.store.canAnswer(), "answer", bench.store::answerNext);
        add(steps, pushed < PUSHES, "push", this::push);
        add(steps, now.last != null, "turn", now::endTurn);
        add(steps, !now.wire.isEmpty(), "receive", now::receive);
        add(steps, now.unanswered != null, "pong", now::answer);
        add(steps, !kept, "unasked pong", this::keepAlive);
        add(steps, bench.hasGatheredAcks(), "flush", bench::flushAcks);
        add(steps, !cut, "cut", () -> cut(true));
        add(steps, !cut, "vanish", () -> cut(false));
        add(steps, before != null, "notice", this::notice);
        return steps;
    }

    private static void add(List<Step> steps, boolean possible, String name, Runnable run) {
        if (possible) {
            steps.add(new Step(name, run));
        }
    }

    private void push() {
        pushed++;
        byte[] body = Integer.toString(pushed).getBytes(StandardCharsets.US_ASCII);
        Push push = new Push("m" + pushed, Body.of(body), 1_000_000, null, MailboxLimits.DEFAULT, 1, bench.now);
        Pushed outcome = (Pushed) bench.store.apply(push);
        Position position = outcome.position();
        Buffer frame = FrameCodec.message(position.epoch(), position.seq(), "m", 0, body);
        for (LiveSession live : outcome.sessions()) {
            if (live.id().equals(now.session.id())) {
                now.session.onHint(position, new Encoded(0, frame));
            }
        }
    }

    /** Sends an unsolicited pong, as some browsers do. */
    private void keepAlive() {
        kept = true;
        now.hear("");
    }

    private void cut(boolean noticed) {
        cut = true;
        before = now;
        if (noticed) {
            notice();
        }
        now = new Connection();
    }

    private void notice() {
        Connection gone = before;
        before = null;
        if (gone != null) {
            gone.session.onClosed();
        }
    }

    /** The faults so far; empty if none. */
    String fault() {
        for (long seq = 1; seq <= bench.store.state.mailbox().acked(); seq++) {
            if (!received.contains(seq)) {
                return "lost: " + seq + " is acknowledged and only " + received + " were received";
            }
        }
        return "";
    }

    /** The faults when no step is left. */
    String faultAtEnd() {
        return received.size() == pushed ? "" : "stuck: only " + received + " were received";
    }

    String fingerprint() {
        return bench.store.state.devices() + "/" + bench.store.state.mailbox().owed() + bench.store.inFlight() + now
                + (before == null ? "" : before) + received + pushed + cut + kept + bench.hasGatheredAcks();
    }

    /** One connection: the server's end, the wire, and the client's end. */
    private final class Connection implements Transport {
        final Deque<String> wire = new ArrayDeque<>();
        final Session session;
        private final SendWindow window = new SendWindow(2, 1 << 20);
        private final List<String> said = new ArrayList<>();

        @Nullable
        String unanswered;

        @Nullable
        Runnable last;

        @Nullable
        private String early;

        Connection() {
            ClientConnection connection = new PlainClient(TestRoutes.query(), "alice", Long.MAX_VALUE, Attach.NO_TOKEN)
                    .connection(bench.context, this);
            session = new Session(connection, window);
            session.start();
        }

        @Override
        public void write(Buffer text) {
            if (way == Way.ASKED_TOO_EARLY) {
                early = text.toString();
            } else {
                wire.add(text.toString());
            }
        }

        @Override
        public void ping(Buffer payload) {
            String named = payload.toString();
            said.add(named);
            if (way == Way.ACKNOWLEDGED_BY_WRITING) {
                session.onPong(payload);
                return;
            }
            wire.add("ping " + named);
            if (early != null) {
                wire.add(early);
                early = null;
            }
        }

        @Override
        public void atEndOfTurn(Runnable task) {
            last = task;
        }

        void endTurn() {
            Runnable task = last;
            last = null;
            if (task != null) {
                task.run();
            }
        }

        void receive() {
            String frame = wire.remove();
            if (frame.startsWith("ping ")) {
                unanswered = frame.substring(5);
            } else {
                received.add(Long.parseLong(frame));
            }
        }

        /** Answers the newest ping only, as RFC 6455 allows. */
        void answer() {
            String pong = unanswered;
            unanswered = null;
            hear(String.valueOf(pong));
        }

        void hear(String pong) {
            String taken = way == Way.ANY_PONG_ANSWERS && !said.isEmpty() ? said.get(said.size() - 1) : pong;
            session.onPong(Buffer.buffer(taken));
        }

        @Override
        public String toString() {
            return "[" + session.id() + wire + unanswered + (last != null) + said + window.acked() + window.sent()
                    + window.wanted() + window.isAttaching() + window.isPulling() + "]";
        }

        @Override
        public String name() {
            return "plain";
        }

        @Override
        public void receiver(Receiver receiver) {
            // The model talks to the session itself.
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public void pause() {
            // It says nothing.
        }

        @Override
        public void resume() {
            // It says nothing.
        }

        @Override
        public void restrict() {}

        @Override
        public void unrestrict() {}

        @Override
        public void close(CloseCode code) {
            throw new AssertionError("closed with " + code);
        }
    }
}
