package io.heartline.session;

import io.heartline.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket, from the upgrade on. Vert.x shakes hands; then this takes the place of its handler in the channel, because
 * that one needs several times the memory for a connection and encodes each frame for each socket again. Netty's decoder of
 * frames stays. Owned by its gateway's event loop, which is the channel's.
 *
 * <p>Flushes once for all that is written in one turn of the event loop.
 */
final class WebSocketTransport extends ChannelInboundHandlerAdapter implements Transport {
    /** How long the peer has to answer the closing handshake. */
    private static final long CLOSING_SECONDS = 5;
    /** Beyond this, answers to a peer who does not read are no more asked for: it is not read either. */
    private static final long MOST_PENDING = 512 << 10;

    private final ContextInternal context;
    private final int maxMessageBytes;
    private final Runnable flush = this::flush;

    private ChannelHandlerContext channel;
    private Receiver receiver;
    private @Nullable ByteBuf partial;
    private boolean flushing;
    private boolean marked;
    private boolean paused;
    private boolean closing;
    private boolean closed;

    private WebSocketTransport(
            ContextInternal context, ChannelHandlerContext channel, int maxMessageBytes, Receiver receiver) {
        this.context = context;
        this.channel = channel;
        this.maxMessageBytes = maxMessageBytes;
        this.receiver = receiver;
    }

    /** Takes over the channel of a socket that has just been opened on {@code context}. */
    static WebSocketTransport over(ServerWebSocket socket, ContextInternal context, int maxMessageBytes) {
        ChannelHandlerContext before = ((WebSocketInternal) socket).channelHandlerContext();
        WebSocketTransport transport = new WebSocketTransport(context, before, maxMessageBytes, Silence.INSTANCE);
        ChannelPipeline pipeline = before.pipeline();
        if (pipeline.get(WebSocketFrameEncoder.class) != null) {
            pipeline.remove(WebSocketFrameEncoder.class);
        }
        pipeline.replace(before.name(), "heartline", transport);
        return transport;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
    }

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public void receiver(Receiver next) {
        receiver = next;
        if (closed) {
            context.runOnContext(late -> next.onClosed());
        }
    }

    @Override
    public void write(Buffer frame) {
        if (!closing && !closed) {
            write(0x81, ((BufferInternal) frame).getByteBuf());
        }
    }

    /** One frame, unmasked and whole: its head, then a copy of the payload, in one buffer that the socket takes as it is. */
    private void write(int head, ByteBuf payload) {
        int length = payload.readableBytes();
        ByteBuf out = channel.alloc().ioBuffer(length + 10);
        out.writeByte(head);
        if (length < 126) {
            out.writeByte(length);
        } else if (length < 1 << 16) {
            out.writeByte(126).writeShort(length);
        } else {
            out.writeByte(127).writeLong(length);
        }
        out.writeBytes(payload, payload.readerIndex(), length);
        channel.write(out, channel.voidPromise());
        if (!flushing) {
            flushing = true;
            channel.executor().execute(flush);
        }
        if (pending() > MOST_PENDING) {
            channel.channel().config().setAutoRead(false);
        }
    }

    private void flush() {
        flushing = false;
        channel.flush();
        if (!marked && !isEmpty() && !closed) {
            marked = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(taken -> {
                marked = false;
                if (taken.isSuccess()) {
                    onTaken();
                }
            });
        }
    }

    /** The socket took all that was written before the mark. */
    private void onTaken() {
        channel.channel().config().setAutoRead(!paused || closing);
        dispatch(receiver::onDrained);
        if (!isEmpty()) {
            flush();
        }
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    @Override
    public boolean isFull() {
        return !channel.channel().isWritable();
    }

    @Override
    public boolean isEmpty() {
        return pending() == 0;
    }

    @Override
    public void pause() {
        paused = true;
        channel.channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        paused = false;
        channel.channel().config().setAutoRead(true);
    }

    @Override
    public void close(CloseCode code) {
        close(code.code(), code.name());
    }

    private void close(int code, String reason) {
        if (closing || closed) {
            return;
        }
        ByteBuf payload = Unpooled.buffer(2 + reason.length()).writeShort(code);
        payload.writeCharSequence(reason, StandardCharsets.US_ASCII);
        write(0x88, payload);
        closing = true;
        resume(); // only who reads sees the peer's answer; unread bytes would reset the connection before it reads ours
        channel.executor().schedule(() -> channel.close(), CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof WebSocketFrame frame) {
                onFrame(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void onFrame(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            onClose(close);
        } else if (!closing) {
            dispatch(receiver::onHeard);
            if (frame instanceof PingWebSocketFrame) {
                write(0x8A, frame.content());
            } else if (frame instanceof BinaryWebSocketFrame) {
                violated(CloseCode.UNSUPPORTED_DATA, "only text messages are understood");
            } else if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
                onText(frame.content(), frame.isFinalFragment());
            } else {
                assert frame instanceof PongWebSocketFrame; // proves that the peer lives, which is already noted
            }
        }
    }

    private void onClose(CloseWebSocketFrame frame) {
        if (!closing) {
            closing = true;
            int code = frame.statusCode();
            ByteBuf payload = code < 0 ? Unpooled.EMPTY_BUFFER : Unpooled.buffer(2).writeShort(code);
            write(0x88, payload);
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> channel.close());
    }

    private void onText(ByteBuf fragment, boolean last) {
        if (partial == null && last) {
            deliver(fragment);
            return;
        }
        ByteBuf whole = partial == null ? channel.alloc().heapBuffer(fragment.readableBytes()) : partial;
        partial = whole;
        if (whole.readableBytes() + fragment.readableBytes() > maxMessageBytes) {
            violated(CloseCode.TOO_BIG, "a message is larger than " + maxMessageBytes + " bytes");
            return;
        }
        whole.writeBytes(fragment);
        if (last) {
            partial = null;
            deliver(whole);
            whole.release();
        }
    }

    private void deliver(ByteBuf message) {
        String text = Utf8.decode(message);
        if (text == null) {
            violated(CloseCode.INVALID_TEXT, "a text message is not valid UTF-8");
        } else {
            dispatch(() -> receiver.onText(text));
        }
    }

    private void violated(CloseCode code, String reason) {
        dispatch(() -> receiver.onViolation(code, reason));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && !closing) {
            dispatch(receiver::onDrained);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!closed) {
            closed = true;
            closing = true;
            if (partial != null) {
                partial.release();
                partial = null;
            }
            dispatch(receiver::onClosed);
        }
    }

    /** The decoder found what is no WebSocket any more, or the socket broke. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            int status = corrupted.closeStatus().code();
            if (status == CloseCode.TOO_BIG.code()) {
                violated(CloseCode.TOO_BIG, "a message is larger than " + maxMessageBytes + " bytes");
            } else if (status == CloseCode.INVALID_TEXT.code()) {
                violated(CloseCode.INVALID_TEXT, "a reason for closing is not valid UTF-8");
            } else {
                close(status, "not a WebSocket frame");
            }
        } else {
            ctx.close();
        }
    }

    private void dispatch(Runnable event) {
        context.dispatch(event);
    }

    /** Hears nothing: until somebody is there to listen. */
    private enum Silence implements Receiver {
        INSTANCE;

        @Override
        public void onText(String text) {}

        @Override
        public void onHeard() {}

        @Override
        public void onDrained() {}

        @Override
        public void onViolation(CloseCode code, String reason) {}

        @Override
        public void onClosed() {}
    }
}
