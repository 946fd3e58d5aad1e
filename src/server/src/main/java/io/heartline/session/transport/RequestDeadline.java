package io.heartline.session.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Closes HTTP connections that send no request, or send one too slowly (slowloris), and those that do not take their
 * answer. Only whole requests count, so a byte now and then gains no time. The handler of a request limits the time for
 * its body and its answer. A WebSocket is not limited here. A connection that is one too many is closed after its answer.
 * Owned by the channel's event loop.
 *
 * <pre>
 *   connected --head within 10 s--> asked --answer--> answered --head within 75 s--> asked
 *                                     |                   |
 *                                     +--101--> gone      +-- the rest of the request within 10 s
 * </pre>
 */
public final class RequestDeadline extends ChannelDuplexHandler implements TimerWheel.Task {
    /** The time for the first request's head, and after an answer for the rest of its request. */
    public static final Duration PROMPTLY = Duration.ofSeconds(10);
    /** The time for the next request's head: longer than proxies keep an idle connection. */
    static final Duration KEPT = Duration.ofSeconds(75);

    /** The precision of the other times. */
    private static final long LOOK_MILLIS = 5_000;

    private final TransportContext context;
    private final Channel channel;
    private long deadline;
    private int unanswered;
    private boolean asked;
    private boolean reading;
    private boolean over;
    private boolean closing;
    private @Nullable ChannelFuture lastAnswer;
    private Runnable onUpgrade = () -> {};
    private long waiting;
    private long takenAt;

    RequestDeadline(TransportContext context, Channel channel) {
        this.context = context;
        this.channel = channel;
        deadline = context.now() + PROMPTLY.toMillis();
        takenAt = context.now();
    }

    /** Watches a connection that was just accepted, on its event loop. */
    public static RequestDeadline over(HttpConnection connection, TransportContext context) {
        ChannelHandlerContext last = ((HttpServerConnection) connection).channelHandlerContext();
        RequestDeadline watch = new RequestDeadline(context, last.channel());
        last.pipeline().addBefore(last.name(), "deadline", watch);
        watch.start();
        return watch;
    }

    /** Runs {@code task} when the connection becomes a WebSocket, which is not watched here. */
    public void onUpgrade(Runnable task) {
        onUpgrade = task;
    }

    /** Runs {@code task} when the connection is closed, also after it became a WebSocket. */
    public void onClosed(Runnable task) {
        channel.closeFuture().addListener(closed -> task.run());
    }

    /** Tells whether no request waits for its answer. */
    public boolean isIdle() {
        return unanswered <= 0;
    }

    /** Closes the connection after the next answer, which says so. */
    public void closeAfterAnswer() {
        closing = true;
    }

    /** Closes the connection now: more are open than may be. */
    public void closeForRoom() {
        over = true;
        context.meters().refused("full");
        ChannelFuture unused = channel.close();
    }

    void start() {
        context.timers().add(deadline, this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            onHead(request);
        }
        if (message instanceof LastHttpContent) {
            reading = false;
            setDeadline();
        }
        ctx.fireChannelRead(message);
        closeIfAnswered();
    }

    private void onHead(HttpRequest request) {
        asked = true;
        reading = true;
        unanswered++;
        deadline = TimerWheel.NEVER;
        if (request.decoderResult().isFailure()) {
            context.meters().refused(reason(request.decoderResult().cause()));
        }
    }

    private static String reason(Throwable fault) {
        if (fault instanceof TooLongHttpLineException) {
            return "414";
        }
        return fault instanceof TooLongHttpHeaderException ? "431" : "malformed";
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        HttpResponseStatus status = message instanceof HttpResponse head ? head.status() : HttpResponseStatus.OK;
        boolean answers = status.codeClass() != HttpStatusClass.INFORMATIONAL;
        if (answers && message instanceof HttpResponse head) {
            announceClose(head.headers());
        }
        boolean last = answers && message instanceof LastHttpContent;
        ChannelPromise written = last && closing ? promise.unvoid() : promise;
        ChannelFuture unused = ctx.write(message, written);
        if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            over = true;
            ctx.pipeline().remove(this);
            onUpgrade.run();
        } else if (last) {
            unanswered--;
            lastAnswer = closing ? written : null;
            setDeadline();
            closeIfAnswered();
        }
    }

    /** Says so in an answer after which the connection is closed; an answer may also ask for that. */
    private void announceClose(HttpHeaders headers) {
        if (closing) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else {
            closing = headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        }
    }

    /** Closes a connection that is not kept. Not while it still sends its request: it would not see the answer. */
    private void closeIfAnswered() {
        if (lastAnswer != null && unanswered <= 0 && !reading) {
            lastAnswer.addListener(ChannelFutureListener.CLOSE);
            lastAnswer = null;
        }
    }

    private void setDeadline() {
        if (unanswered <= 0) {
            deadline = context.now() + (reading ? PROMPTLY : KEPT).toMillis();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over = true;
        ctx.fireChannelInactive();
    }

    @Override
    public long onDue(long now) {
        if (over) {
            return TimerWheel.NEVER;
        }
        long stalledWithin = context.stalledWithin().toMillis();
        boolean stalled = !takes(now) && now - takenAt >= stalledWithin;
        if (now < deadline && !stalled) {
            return Math.min(deadline, now + Math.min(LOOK_MILLIS, stalledWithin));
        }
        over = true;
        if (stalled || !asked || reading) {
            context.meters().refused(stalled ? "stalled" : "late");
        }
        ChannelFuture unused = channel.close();
        return TimerWheel.NEVER;
    }

    /** Tells whether the socket has taken bytes since the last check, or has none to take. */
    private boolean takes(long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long waits = buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
        boolean moved = waits == 0 || waits != waiting;
        waiting = waits;
        takenAt = moved ? now : takenAt;
        return moved;
    }
}
