package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket after the upgrade. Vert.x does the handshake; then this handler replaces Vert.x's in the channel, which
 * needs several times the memory and encodes each frame for each socket again. Netty's frame decoder stays. Owned by
 * its gateway's event loop, which is the channel's.
 */
public final class WebSocketTransport extends ChannelInboundHandlerAdapter implements Transport {
    /** The time for the peer to answer the closing handshake. */
    private static final long CLOSING_SECONDS = 5;
    /** The most bytes of pongs and replies that wait for a peer: a peer that does not read is not read either. */
    private static final long MOST_PENDING = 512 << 10;

    private static final int HIGHEST_CODE = 4_999;

    private static final String FULL = "this node holds as many bytes of unfinished messages as it may";

    private final String name;
    /** The address of the client; null if it is the one of the socket, so that it takes no memory. */
    private final @Nullable String address;

    private final ContextInternal context;
    private final TransportContext limits;
    private final Fragments fragments;
    private final UnfinishedFrame unfinished;

    private ChannelHandlerContext channel;
    private SocketWriter writer;
    private Receiver receiver = Receiver.NONE;
    private @Nullable Future<?> deadline;
    private @Nullable HelloLimit helloLimit;
    private boolean paused;
    private boolean closing;
    private boolean closed;

    private WebSocketTransport(
            String name,
            String address,
            ContextInternal context,
            ChannelHandlerContext channel,
            TransportContext limits) {
        this.name = name;
        this.address = address.equals(peer(channel)) ? null : address;
        this.context = context;
        this.limits = limits;
        this.fragments = new Fragments(limits.maxFrameBytes(), limits.unfinished());
        this.unfinished = new UnfinishedFrame(limits.unfinished(), this::heldTooMuch);
        this.channel = channel;
        this.writer = new SocketWriter(channel, this::onTaken);
    }

    /**
     * Takes over the channel of a WebSocket that was just opened on {@code context}.
     *
     * @param address the address of the client, which may be behind a proxy
     */
    public static WebSocketTransport over(
            String name, String address, ServerWebSocket socket, ContextInternal context, TransportContext limits) {
        ChannelHandlerContext before = ((WebSocketInternal) socket).channelHandlerContext();
        WebSocketTransport transport = new WebSocketTransport(name, address, context, before, limits);
        ChannelPipeline pipeline = before.pipeline();
        if (pipeline.get(WebSocketFrameEncoder.class) != null) {
            pipeline.remove(WebSocketFrameEncoder.class);
        }
        ChannelHandlerContext decoder = pipeline.context(WebSocketFrameDecoder.class);
        if (decoder != null) { // null if the socket is closed already
            pipeline.addBefore(decoder.name(), "unfinished", transport.unfinished);
        }
        pipeline.replace(before.name(), "heartline", transport);
        return transport;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
        writer = new SocketWriter(added, this::onTaken);
    }

    @Override
    public String remoteAddress() {
        return address == null ? peer(channel) : address;
    }

    private static String peer(ChannelHandlerContext channel) {
        return channel.channel().remoteAddress() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void receiver(Receiver next) {
        receiver = next;
    }

    @Override
    public void write(Buffer frame) {
        write(SocketWriter.TEXT, ((BufferInternal) frame).getByteBuf());
    }

    @Override
    public void ping(Buffer payload) {
        write(SocketWriter.PING, ((BufferInternal) payload).getByteBuf());
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        writer.beforeFlush(() -> dispatch(task));
    }

    private void write(int head, ByteBuf payload) {
        if (!closing) {
            writer.write(head, payload);
            if (writer.pending() > MOST_PENDING) {
                channel.channel().config().setAutoRead(false);
            }
        }
    }

    private void onTaken() {
        if (!closed) {
            channel.channel().config().setAutoRead(!paused);
            dispatch(receiver::onDrained);
        }
    }

    @Override
    public boolean isFull() {
        return writer.isFull();
    }

    @Override
    public boolean isEmpty() {
        return writer.isEmpty();
    }

    @Override
    public void pause() {
        paused = true;
        fragments.limit(limits.maxFrameBytes()); // hello has come, and more may have come with it
        channel.channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        paused = false;
        channel.channel().config().setAutoRead(true);
    }

    @Override
    public void restrict() {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext decoder = pipeline.context(WebSocketFrameDecoder.class);
        if (decoder != null) { // null if the socket is closed already
            fragments.limit(HelloLimit.MOST_BYTES);
            helloLimit = new HelloLimit(limits.held(), () -> paused, this::sentTooMuch);
            pipeline.addBefore(decoder.name(), "hello", helloLimit);
        }
    }

    /** The node has no room for the frame that has begun. */
    private void heldTooMuch() {
        sentTooMuch(CloseCode.TRY_LATER, FULL);
    }

    private void sentTooMuch(CloseCode code, String reason) {
        unfinished.stop();
        violated(code, reason);
        writer.endOutput(); // nothing more is decoded, so the answer to the close would be missed
    }

    @Override
    public void unrestrict() {
        if (helloLimit != null && channel.pipeline().context(helloLimit) != null) {
            channel.pipeline().remove(helloLimit);
        }
        helloLimit = null;
    }

    @Override
    public void close(CloseCode code) {
        if (closing) {
            return;
        }
        writer.writeClose(code.code(), code.name());
        closing = true;
        resume(); // unread bytes would make the kernel reset the connection before the peer has read the close frame
        deadline = channel.executor().schedule(writer::abort, CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof WebSocketFrame frame) {
                unfinished.onFrame(frame);
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
                write(SocketWriter.PONG, frame.content());
            } else if (frame instanceof PongWebSocketFrame) {
                Buffer payload = BufferInternal.buffer(frame.content());
                dispatch(() -> receiver.onPong(payload));
            } else if (frame instanceof BinaryWebSocketFrame) {
                violated(CloseCode.UNSUPPORTED_DATA, "only text messages are understood");
            } else if (frame instanceof TextWebSocketFrame || frame instanceof ContinuationWebSocketFrame) {
                onFragment(frame.content(), frame.isFinalFragment());
            }
        }
    }

    private void onClose(CloseWebSocketFrame frame) {
        unfinished.stop();
        if (!closing && frame.statusCode() > HIGHEST_CODE) {
            violated(CloseCode.MALFORMED, "a close code is at most " + HIGHEST_CODE);
        } else if (!closing) {
            writer.writeClose(frame.statusCode(), "");
            closing = true;
        }
        writer.end();
    }

    private void onFragment(ByteBuf fragment, boolean last) {
        if (!fragments.fits(fragment)) {
            tooBig();
        } else if (last) {
            try {
                Buffer text = BufferInternal.buffer(fragments.complete(fragment));
                dispatch(() -> receiver.onText(text));
            } finally {
                fragments.clear();
            }
        } else if (!fragments.add(fragment)) {
            fragments.clear();
            violated(CloseCode.TRY_LATER, FULL);
        }
    }

    private void tooBig() {
        violated(CloseCode.TOO_BIG, "a message is larger than " + fragments.mostBytes() + " bytes");
    }

    private void violated(CloseCode code, String reason) {
        dispatch(() -> receiver.onViolation(code, reason));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!closed) {
            closed = true;
            closing = true;
            if (deadline != null) {
                deadline.cancel(false);
            }
            fragments.clear();
            dispatch(receiver::onClosed);
        }
    }

    /** The decoder found a corrupt frame, or the socket failed. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
            writer.abort();
            return;
        }
        unfinished.stop();
        if (corrupted.closeStatus().code() == CloseCode.TOO_BIG.code()) {
            tooBig();
        } else {
            boolean text = corrupted.closeStatus().code() == CloseCode.INVALID_TEXT.code();
            violated(text ? CloseCode.INVALID_TEXT : CloseCode.MALFORMED, String.valueOf(corrupted.getMessage()));
            writer.endOutput(); // the decoder reads no more, so the answer to the close would be missed
        }
    }

    private void dispatch(Runnable event) {
        context.dispatch(event);
    }
}
