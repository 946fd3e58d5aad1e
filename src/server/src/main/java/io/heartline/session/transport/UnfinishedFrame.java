package io.heartline.session.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of a frame whose end has not come, within the budget of unfinished messages. The frame decoder keeps them,
 * so this stands before it. Owned by the channel's event loop.
 */
final class UnfinishedFrame extends ChannelInboundHandlerAdapter {
    private static final int MASK = 4;
    private static final int SHORT_LENGTH = 125;
    private static final int MEDIUM_LENGTH = 0xFFFF;

    private final ByteBudget budget;
    private final Runnable onFull;
    private ByteBudget.@Nullable Share share;
    private int bytes;
    private boolean over;

    /** @param onFull closes the connection; the frame is forgotten then */
    UnfinishedFrame(ByteBudget budget, Runnable onFull) {
        this.budget = budget;
        this.onFull = onFull;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        bytes += message instanceof ByteBuf part ? part.readableBytes() : 0;
        ctx.fireChannelRead(message);
        if (!over && !ctx.isRemoved() && !count()) {
            stop();
            onFull.run();
            if (ctx.pipeline().get(WebSocketFrameDecoder.class) != null) {
                ctx.pipeline().remove(WebSocketFrameDecoder.class);
            }
        }
    }

    /** Counts what is left of the bytes that came; false if the budget has no room for it. */
    private boolean count() {
        if (bytes == 0) {
            release();
            return true;
        }
        if (share == null) {
            share = budget.share();
        }
        return share.hold(bytes);
    }

    /** The decoder has passed on a frame, and keeps it no more. What follows it is counted once all that came is decoded. */
    void onFrame(WebSocketFrame frame) {
        bytes = Math.max(0, bytes - sizeOf(frame.content().readableBytes()));
        release(); // a fragment is counted by its message from now on
    }

    /** The bytes of a client's frame with so much content, in the shortest encoding, which is the only one that is taken. */
    private static int sizeOf(int content) {
        int length = content <= SHORT_LENGTH ? 0 : content <= MEDIUM_LENGTH ? Short.BYTES : Long.BYTES;
        return 2 + length + MASK + content;
    }

    /** Passes nothing on any more: the decoder reads no further frame. */
    void stop() {
        over = true;
        release();
    }

    private void release() {
        if (share != null) {
            share.release();
            share = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }
}
