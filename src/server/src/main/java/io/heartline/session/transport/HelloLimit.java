package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.function.BooleanSupplier;

/**
 * Limits what a WebSocket may send before its {@code hello} has come in full: unfinished messages and unfinished frames take
 * memory, and nobody knows yet whose they are. Stands before the frame decoder, which keeps unfinished frames. Owned by the
 * channel's event loop.
 */
final class HelloLimit extends ChannelInboundHandlerAdapter {
    /** The most bytes of a message: a token fits. */
    static final int MOST_BYTES = 16 << 10;

    /** The most bytes of the heads of frames, and of control frames, besides. */
    private static final int HEADS = 1 << 10;

    /** Receives the reason to close the connection. */
    interface Violated {
        void onViolation(CloseCode code, String reason);
    }

    private final ByteBudget.Share held;
    private final BooleanSupplier helloCame;
    private final Violated violated;
    private int bytes;
    private boolean over;

    HelloLimit(ByteBudget budget, BooleanSupplier helloCame, Violated violated) {
        this.held = budget.share();
        this.helloCame = helloCame;
        this.violated = violated;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        int length = message instanceof ByteBuf part ? part.readableBytes() : 0;
        boolean fits = held.take(length);
        bytes += length;
        ctx.fireChannelRead(message);
        if (ctx.isRemoved() || helloCame.getAsBoolean()) {
            return; // also if there was no room for it: it is not held any more
        }
        if (!fits) {
            end(ctx, CloseCode.TRY_LATER, "this node holds as many bytes of clients without a session as it may");
        } else if (bytes > MOST_BYTES + HEADS) {
            end(ctx, CloseCode.TOO_BIG, "before hello a client may send " + MOST_BYTES + " bytes");
        }
    }

    /** Closes the connection, and forgets the unfinished frame at once. */
    private void end(ChannelHandlerContext ctx, CloseCode code, String reason) {
        over = true;
        violated.onViolation(code, reason);
        if (ctx.pipeline().get(WebSocketFrameDecoder.class) != null) {
            ctx.pipeline().remove(WebSocketFrameDecoder.class);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        held.release();
    }
}
