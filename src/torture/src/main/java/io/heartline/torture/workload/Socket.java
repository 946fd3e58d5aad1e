package io.heartline.torture.workload;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, with the manners that a well-behaved client lacks: it can stop reading, so that nothing is taken from the
 * network any more, and cut the connection without a close frame. On the event loop it was opened on.
 */
final class Socket {
    private static final int LOST = 1006;
    private static final short NORMAL = 1000;

    private final WebSocket socket;
    private final ChannelHandlerContext channel;

    Socket(WebSocket socket) {
        this.socket = socket;
        this.channel = ((WebSocketInternal) socket).channelHandlerContext();
    }

    /**
     * Begins to tell what comes.
     *
     * @param heard a frame of any kind came
     * @param closed the code of the close frame that came, 1006 where the connection broke; may be told more than once
     */
    void listen(Runnable heard, Consumer<String> text, IntConsumer closed) {
        socket.frameHandler(frame -> {
            heard.run();
            if (frame.isClose()) {
                closed.accept(code());
            }
        });
        socket.textMessageHandler(text::accept);
        socket.exceptionHandler(broken -> {}); // it closes, and that is told
        socket.closeHandler(gone -> closed.accept(code()));
    }

    private int code() {
        @Nullable Short code = socket.closeStatusCode();
        return code == null ? LOST : code;
    }

    /** What can't be written any more is lost without a word: the end is told another way. */
    void write(String frame) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(frame);
        }
    }

    /** Begins the closing handshake. */
    void close() {
        if (!socket.isClosed()) {
            socket.close(NORMAL);
        }
    }

    /** Closes the connection at once, without a close frame and without what is not yet written. */
    void cut() {
        ChannelFuture unused = channel.close();
    }

    /** Takes nothing from the network from now on, but what is already half taken. */
    void stopReading() {
        channel.channel().config().setAutoRead(false);
    }

    void readOn() {
        channel.channel().config().setAutoRead(true);
    }
}
