package io.heartline.session.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes WebSocket frames to one channel, and flushes once for all that is written in one turn of the event loop. Owned by
 * that event loop.
 */
final class SocketWriter {
    static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    static final int PING = 0x89;
    static final int PONG = 0x8A;

    private final ChannelHandlerContext channel;
    private final Runnable onTaken;
    private final Runnable flush = this::flush;
    private boolean flushing;
    private @Nullable Runnable last;
    private boolean filled;
    private boolean marked;

    /** With {@code onTaken} run whenever the socket has taken what had to wait for it, or what made it full. */
    SocketWriter(ChannelHandlerContext channel, Runnable onTaken) {
        this.channel = channel;
        this.onTaken = onTaken;
    }

    /**
     * Writes one frame, unmasked and whole: its head, then a copy of the payload, in one buffer that the socket takes as it
     * is.
     *
     * @param head the first byte: the last fragment of a message of some kind
     */
    void write(int head, ByteBuf payload) {
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
        // Whether it arrives shows elsewhere: by the mark, or by the end of the channel.
        ChannelFuture unused = channel.write(out, channel.voidPromise());
        filled |= isFull();
        flushLater();
    }

    /** Writes a close frame; {@code code} is negative if the frame has none. */
    void writeClose(int code, String reason) {
        ByteBuf payload = Unpooled.buffer(2 + reason.length());
        if (code >= 0) {
            payload.writeShort(code).writeCharSequence(reason, StandardCharsets.US_ASCII);
        }
        write(CLOSE, payload);
    }

    /** Runs {@code task} before the next flush, at the end of this turn of the event loop. */
    void beforeFlush(Runnable task) {
        last = task;
        flushLater();
    }

    private void flushLater() {
        if (!flushing) {
            flushing = true;
            channel.executor().execute(flush);
        }
    }

    private void flush() {
        Runnable task = last;
        last = null;
        if (task != null) {
            task.run();
        }
        flushing = false;
        channel.flush();
        if (pending() > 0) {
            mark();
        } else if (filled) {
            taken();
        }
    }

    /** What the socket did not take at once is marked at its end, to see when it has. */
    private void mark() {
        if (!marked) {
            marked = true;
            // Later, because the mark itself counts as pending until its listeners have run.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> channel.executor().execute(this::onMark));
        }
    }

    private void onMark() {
        marked = false;
        if (pending() > 0 && !flushing) {
            mark();
        }
        taken();
    }

    private void taken() {
        filled = false;
        onTaken.run();
    }

    /** Whether the socket has taken all that was flushed. */
    boolean isEmpty() {
        return !marked;
    }

    /** How many bytes wait for the socket. */
    long pending() {
        ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Whether more waits than should. */
    boolean isFull() {
        return !channel.channel().isWritable();
    }

    /** Closes the channel, whatever still waits. */
    void abort() {
        ChannelFuture unused = channel.close();
    }

    /** Says after what was written that nothing follows; the peer may still speak, so that nothing it said resets the rest. */
    void endOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel.channel() instanceof DuplexChannel duplex) {
                ChannelFuture unused = duplex.shutdownOutput();
            }
        });
    }

    /** Closes the channel after what was written. */
    void end() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
