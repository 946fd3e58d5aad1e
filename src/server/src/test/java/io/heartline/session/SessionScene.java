package io.heartline.session;

import io.heartline.delivery.Encoded;
import io.heartline.protocol.FrameCodec;
import io.heartline.session.transport.FakeTransport;
import io.heartline.user.Body;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Position;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** A session on a gateway without a network. Its socket is a fake, and its store answers when the test says so. */
abstract class SessionScene {
    TestBench bench = new TestBench(SessionConfig.DEFAULT);
    final FakeTransport transport = new FakeTransport();
    Session session;
    int pushed;

    Session arrive() {
        return arrive(bench.connection("alice", "d", transport));
    }

    Session arrive(ClientConnection connection) {
        session = new Session(
                connection,
                new SendWindow(
                        bench.context.config().window(), bench.context.config().windowBytes()));
        session.start();
        return session;
    }

    /** A live session that has seen its welcome. */
    Session live() {
        arrive();
        bench.store.settle();
        transport.next("welcome");
        return session;
    }

    Position push() {
        return push("1");
    }

    Position push(String body) {
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
    void deliver() {
        Position position = push();
        session.onHint(position, encoded(position));
    }

    Encoded encoded(Position position) {
        Buffer frame = FrameCodec.message(position.epoch(), position.seq(), "m", bench.now, new byte[] {'1'});
        return new Encoded(bench.now, frame);
    }

    void say(String json) {
        session.onHeard();
        session.onText(Buffer.buffer(json));
    }

    void ack(long seq) {
        say("{\"t\":\"ack\",\"seq\":" + seq + "}");
    }

    void settle() {
        bench.flushAcks();
        bench.store.settle();
    }

    boolean isOver() {
        return session.closed().isComplete();
    }

    static List<Long> seqs(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    List<String> commands() {
        return bench.store.submitted.stream()
                .map(command -> command.getClass().getSimpleName())
                .toList();
    }
}
