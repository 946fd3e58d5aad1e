package io.heartline.torture.workload;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that can also behave badly: stop reading from the network, and drop the connection without a close frame. Used on the
 * event loop that opened it.
 */
final class RawWebSocket {
    private static final int LOST = 1006;
    private static final short NORMAL = 1000;

    private final WebSocket socket;
    private final ChannelHandlerContext channel;

    RawWebSocket(WebSocket socket) {
        this.socket = socket;
        this.channel = ((WebSocketInternal) socket).channelHandlerContext();
    }

    /**
     * Sets the handlers.
     *
     * @param heard called for each frame
     * @param closed called with the code of the close frame, or 1006 if the connection broke; may be called more than once
     */
    void listen(Runnable heard, Consumer<String> text, IntConsumer closed) {
        socket.frameHandler(frame -> {
            heard.run();
            if (frame.isClose()) {
                closed.accept(code());
            }
        });
        socket.textMessageHandler(text::accept);
        socket.exceptionHandler(broken -> {}); // the close handler follows
        socket.closeHandler(gone -> closed.accept(code()));
    }

    private int code() {
        @Nullable Short code = socket.closeStatusCode();
        return code == null ? LOST : code;
    }

    /** Writes a frame; does nothing if the socket is closed, which the close handler reports. */
    void write(String frame) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(frame);
        }
    }

    /** Starts the closing handshake. */
    void close() {
        if (!socket.isClosed()) {
            socket.close(NORMAL);
        }
    }

    /** Drops the connection at once, without a close frame and unwritten data. */
    void cut() {
        ChannelFuture unused = channel.close();
    }

    /** Stops reading from the network. */
    void stopReading() {
        channel.channel().config().setAutoRead(false);
    }

    void readOn() {
        channel.channel().config().setAutoRead(true);
    }
}
