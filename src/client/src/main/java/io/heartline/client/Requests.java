package io.heartline.client;

import io.heartline.protocol.ClientFrame.Send;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ServerFrame.Reply;
import io.heartline.protocol.ServerFrame.ReplyError;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The requests of one connection that are without an answer; they fail with it. Owned by the client's context. */
final class Requests {
    /** How many the server takes at a time. */
    private static final int MOST = 32;
    /** The server answers within 10 s; after this, the answer is lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Loop loop;
    private final Consumer<Buffer> wire;
    private final int maxFrameBytes;
    private final Map<String, Request> outstanding = new HashMap<>();
    private long last;

    private record Request(Promise<Buffer> answer, Loop.Timer patience) {}

    Requests(Loop loop, Consumer<Buffer> wire, int maxFrameBytes) {
        this.loop = loop;
        this.wire = wire;
        this.maxFrameBytes = maxFrameBytes;
    }

    Future<Buffer> send(String to, Buffer body) {
        if (outstanding.size() >= MOST) {
            return Future.failedFuture(
                    new SendFailure(SendFailure.BUSY, MOST + " requests are without an answer already"));
        }
        String ref = Long.toString(++last);
        Buffer frame = FrameCodec.encode(new Send(ref, to, body));
        if (frame.length() > maxFrameBytes) {
            return Future.failedFuture(new SendFailure(
                    SendFailure.PAYLOAD_TOO_LARGE, "a request must not exceed " + maxFrameBytes + " bytes"));
        }
        Promise<Buffer> answer = Promise.promise();
        Loop.Timer patience = loop.after(
                PATIENCE.toMillis(), () -> fail(ref, new SendFailure(SendFailure.TIMEOUT, "no answer came in time")));
        outstanding.put(ref, new Request(answer, patience));
        wire.accept(frame);
        return answer.future();
    }

    void onReply(Reply reply) {
        Request request = taken(reply.ref());
        if (request != null) {
            request.answer.complete(reply.body());
        }
    }

    void onError(ReplyError error) {
        fail(error.ref(), new SendFailure(error.code(), error.message()));
    }

    /** The connection is gone. */
    void onDisconnected() {
        List.copyOf(outstanding.keySet())
                .forEach(ref -> fail(
                        ref, new SendFailure(SendFailure.DISCONNECTED, "the connection was lost before the answer")));
    }

    private void fail(String ref, SendFailure failure) {
        Request request = taken(ref);
        if (request != null) {
            request.answer.fail(failure);
        }
    }

    private @Nullable Request taken(String ref) {
        Request request = outstanding.remove(ref);
        if (request != null) {
            request.patience.cancel();
        }
        return request;
    }
}
