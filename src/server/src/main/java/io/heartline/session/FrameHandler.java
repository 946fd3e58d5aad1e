package io.heartline.session;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.ProtocolViolation;
import io.heartline.protocol.ServerFrame;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and carries out the frames of one client, in their order. Frames that arrive before the session is attached wait
 * for it. Owned by its gateway's event loop.
 */
final class FrameHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    private final ClientConnection connection;
    private final Feed feed;
    private final Consumer<Disconnect> close;
    private final Runnable bye;
    private final RequestQuota requests;
    private final Queue<ClientFrame> early = new ArrayDeque<>(0);
    private String device;
    private boolean attached;
    private boolean ended;

    /**
     * @param close ends the session
     * @param bye ends the session of a device that is not to be kept
     */
    FrameHandler(ClientConnection connection, Feed feed, Consumer<Disconnect> close, Runnable bye) {
        this.connection = connection;
        this.feed = feed;
        this.close = close;
        this.bye = bye;
        requests = new RequestQuota(connection);
        device = connection.device();
    }

    void onText(Buffer text) {
        try {
            ClientFrame frame = ended ? null : connection.dialect().read(text);
            if (frame != null && !attached) {
                early.add(frame);
            } else if (frame != null) {
                carryOut(frame);
            }
        } catch (ProtocolViolation violation) {
            close(violation.closeCode(), String.valueOf(violation.getMessage()));
        }
    }

    /** Carries out the frames that have waited, and from now on each one that arrives. */
    void onAttached(String name) {
        device = name;
        attached = true;
        while (!ended && !early.isEmpty()) {
            carryOut(early.remove());
        }
    }

    /** The name of the session's device; before the session is attached, the one that the client names. */
    String device() {
        return device;
    }

    void carryOut(ClientFrame frame) {
        try {
            onFrame(frame);
        } catch (RuntimeException e) {
            LOG.error("session {} failed on a frame", connection.session(), e);
            close(CloseCode.INTERNAL_ERROR, "the server failed on a frame");
        }
    }

    private void onFrame(ClientFrame frame) {
        if (frame instanceof ClientFrame.Ack ack) {
            if (feed.onAck(ack.seq()) == SendWindow.AckResult.VIOLATION) {
                close(CloseCode.PROTOCOL_VIOLATION, "ack: is above the last seq that was sent");
            }
        } else if (frame instanceof ClientFrame.Ping) {
            connection.dialect().answer(new ServerFrame.Pong());
        } else if (frame instanceof ClientFrame.Send send) {
            requests.ask(device, send).onSuccess(this::answer);
        } else if (frame instanceof ClientFrame.Bye) {
            bye.run();
        } else if (frame instanceof ClientFrame.Hello) {
            close(CloseCode.PROTOCOL_VIOLATION, "hello: comes once");
        }
    }

    private void answer(ServerFrame answer) {
        if (!ended) {
            connection.dialect().answer(answer);
        }
    }

    private void close(CloseCode code, String reason) {
        close.accept(new Disconnect(code, reason));
    }

    /** Returns true if a {@code bye} arrived and has not been carried out. */
    boolean hasUnansweredBye() {
        return early.contains(new ClientFrame.Bye());
    }

    /** Ignores all frames from now on, including those that wait. */
    void end() {
        ended = true;
        early.clear();
    }
}
