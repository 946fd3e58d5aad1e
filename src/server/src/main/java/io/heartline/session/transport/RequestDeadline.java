package io.heartline.session.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;

/**
 * Closes HTTP connections that send no request, or send one too slowly (slowloris), and those that do not take their
 * answer. Only whole requests count, so a byte now and then gains no time. The handler of a request limits the time for
 * its body and its answer. A WebSocket is not limited here. Owned by the channel's event loop.
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
    private long waiting;
    private long takenAt;

    RequestDeadline(TransportContext context, Channel channel) {
        this.context = context;
        this.channel = channel;
        deadline = context.now() + PROMPTLY.toMillis();
        takenAt = context.now();
    }

    /** Watches a connection that was just accepted, on its event loop. */
    public static void over(HttpConnection connection, TransportContext context) {
        ChannelHandlerContext last = ((HttpServerConnection) connection).channelHandlerContext();
        RequestDeadline watch = new RequestDeadline(context, last.channel());
        last.pipeline().addBefore(last.name(), "deadline", watch);
        watch.start();
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
    }

    private void onHead(HttpRequest request) {
        asked = true;
        reading = true;
        unanswered++;
        deadline = TimerWheel.NEVER;
        if (request.decoderResult().isFailure()) {
            context.meters().refused("malformed");
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        HttpResponseStatus status = message instanceof HttpResponse head ? head.status() : HttpResponseStatus.OK;
        ChannelFuture unused = ctx.write(message, promise);
        if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            over = true;
            ctx.pipeline().remove(this);
        } else if (message instanceof LastHttpContent && status.codeClass() != HttpStatusClass.INFORMATIONAL) {
            unanswered--;
            setDeadline();
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
