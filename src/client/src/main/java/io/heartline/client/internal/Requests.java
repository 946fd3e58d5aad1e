package io.heartline.client.internal;

import io.heartline.client.SendFailure;
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

/** Requests of one connection that wait for an answer. They fail if it is lost. Owned by the client's context. */
final class Requests {
    /** Maximum at a time, as the server allows. */
    private static final int MOST = 32;
    /** Timeout of an answer; the server answers within 10 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final Loop loop;
    private final Consumer<Buffer> writer;
    private final int maxFrameBytes;
    private final Map<String, Request> outstanding = new HashMap<>();
    private long last;

    private record Request(Promise<Buffer> answer, Loop.Timer timeout) {}

    Requests(Loop loop, Consumer<Buffer> writer, int maxFrameBytes) {
        this.loop = loop;
        this.writer = writer;
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
        Loop.Timer timeout = loop.after(
                TIMEOUT.toMillis(), () -> fail(ref, new SendFailure(SendFailure.TIMEOUT, "no answer came in time")));
        outstanding.put(ref, new Request(answer, timeout));
        writer.accept(frame);
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

    /** The connection is lost. */
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
            request.timeout.cancel();
        }
        return request;
    }
}
