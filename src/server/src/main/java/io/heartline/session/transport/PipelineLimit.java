package io.heartline.session.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Limits the unanswered requests of an HTTP connection, and the bytes of answers that its client does not take. At a limit
 * nothing more is decoded, and the socket is not read; it goes on when answers were given and taken. A turn of the event loop
 * decodes no more than fits below the limits, so that other connections get their turns. Removes itself when the connection
 * becomes a WebSocket. Owned by the channel's event loop.
 */
final class PipelineLimit extends ChannelDuplexHandler {
    /** The most unanswered requests of a connection. */
    static final int MOST_UNANSWERED = 16;
    /** The most bytes of answers that wait for the client; one answer more may be written. */
    static final long MOST_UNWRITTEN = 256 << 10;

    private final RequestDecoder decoder;
    private final ChannelHandlerContext decoding;

    private int unanswered;
    private boolean reading;
    private boolean busy;
    /** True if a limit kept the decoder from decoding all bytes that it has. */
    private boolean left;
    /** True while the socket is not read. */
    private boolean held;
    /** True if this handler has turned automatic reading off, and not the connection. */
    private boolean stopped;

    private boolean scheduled;

    /**
     * The limit of a connection.
     *
     * @param decoder the decoder of its requests
     * @param decoding the decoder's place in the channel
     */
    PipelineLimit(RequestDecoder decoder, ChannelHandlerContext decoding) {
        this.decoder = decoder;
        this.decoding = decoding;
        decoder.onlyWhile(this::mayDecode);
    }

    private boolean mayDecode() {
        left = isFull();
        return !left;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!ctx.channel().isActive()) {
            ReferenceCountUtil.release(message); // nobody is left to answer
            return;
        }
        if (message instanceof HttpRequest) {
            unanswered++;
            reading = !(message instanceof HttpContent);
        } else if (message instanceof LastHttpContent) {
            reading = false;
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        complete(ctx);
    }

    /** Lets the connection complete what was decoded, and stops reading if something is left. */
    private void complete(ChannelHandlerContext ctx) {
        busy = true;
        showWish(ctx);
        ctx.fireChannelReadComplete();
        busy = false;
        if (!ctx.isRemoved()) {
            limit(ctx);
        }
    }

    /** Turns automatic reading on again if only this handler turned it off; {@link #read} still reads nothing. */
    private void showWish(ChannelHandlerContext ctx) {
        if (stopped) {
            stopped = false;
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void limit(ChannelHandlerContext ctx) {
        ChannelConfig config = ctx.channel().config();
        boolean wanted = config.isAutoRead();
        if (left) {
            held = true;
            if (wanted) {
                stopped = true;
                config.setAutoRead(false);
            }
            again(ctx);
        } else if (held) {
            held = false;
            if (wanted) {
                ctx.read();
            }
        }
    }

    /** Goes on in a later turn of the event loop, if something is left and no limit is reached any more. */
    private void again(ChannelHandlerContext ctx) {
        if (left && !busy && !scheduled && !isFull()) {
            scheduled = true;
            ctx.executor().execute(() -> {
                scheduled = false;
                if (!ctx.isRemoved() && !decoding.isRemoved()) {
                    goOn(ctx);
                }
            });
        }
    }

    private void goOn(ChannelHandlerContext ctx) {
        busy = true;
        left = false;
        try {
            decoder.channelRead(decoding, Unpooled.EMPTY_BUFFER);
            decoder.passMalformed(decoding);
        } catch (Exception fault) {
            ctx.fireExceptionCaught(fault);
        }
        complete(ctx);
    }

    private boolean isFull() {
        ChannelOutboundBuffer unwritten = decoding.channel().unsafe().outboundBuffer();
        return (unanswered >= MOST_UNANSWERED && !reading)
                || (unwritten != null && unwritten.totalPendingWriteBytes() > MOST_UNWRITTEN);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        boolean waits = held;
        held = false;
        if (stopped) {
            ctx.channel().config().setAutoRead(true);
        } else if (waits && ctx.channel().config().isAutoRead()) {
            ctx.channel().read();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (!held) {
            ctx.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        HttpResponseStatus status = message instanceof HttpResponse head ? head.status() : HttpResponseStatus.OK;
        var unused = ctx.write(message, promise);
        if (status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            ctx.pipeline().remove(this);
        } else if (message instanceof LastHttpContent && status.codeClass() != HttpStatusClass.INFORMATIONAL) {
            unanswered--;
            again(ctx);
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        ctx.flush();
        again(ctx);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.fireChannelWritabilityChanged();
        again(ctx);
    }
}
