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

/** Writes WebSocket frames to one channel, and flushes once per turn of the event loop. Owned by that event loop. */
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

    /** @param onTaken runs when the socket has taken the bytes that had to wait for it, or that made it full */
    SocketWriter(ChannelHandlerContext channel, Runnable onTaken) {
        this.channel = channel;
        this.onTaken = onTaken;
    }

    /**
     * Writes one unmasked, unfragmented frame: its head and a copy of the payload, in one buffer.
     *
     * @param head the first byte: the final flag and the opcode
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
        // Its failure shows elsewhere: at the mark, or at the end of the channel.
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

    /** Writes an empty buffer after the bytes that the socket did not take at once, to see when it has. */
    private void mark() {
        if (!marked) {
            marked = true;
            // Not now, because the mark itself counts as pending until its listeners have run.
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

    /** Tells whether the socket has taken all flushed bytes. */
    boolean isEmpty() {
        return !marked;
    }

    /** The bytes that wait for the socket. */
    long pending() {
        ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Tells whether more bytes wait than should. */
    boolean isFull() {
        return !channel.channel().isWritable();
    }

    /** Closes the channel at once, even if bytes wait. */
    void abort() {
        ChannelFuture unused = channel.close();
    }

    /**
     * Closes the output after the written bytes. The input stays open, so that unread input does not reset the
     * connection.
     */
    void endOutput() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel.channel() instanceof DuplexChannel duplex) {
                ChannelFuture unused = duplex.shutdownOutput();
            }
        });
    }

    /** Closes the channel after the written bytes. */
    void end() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
