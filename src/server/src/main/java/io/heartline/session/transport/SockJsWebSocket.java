package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;

/**
 * SockJS over a WebSocket: wraps each text into a SockJS frame; pings and the rest are those of the WebSocket. Owned by
 * its gateway's event loop.
 */
public final class SockJsWebSocket implements Transport, Transport.Receiver, TimerWheel.Task {
    private final Transport socket;
    private final InstantSource clock;
    private Receiver receiver = Receiver.NONE;
    private long saidAt;
    private boolean closed;

    private SockJsWebSocket(Transport socket, InstantSource clock) {
        this.socket = socket;
        this.clock = clock;
    }

    /** Opens SockJS on an open WebSocket. */
    public static SockJsWebSocket over(Transport socket, TransportContext context) {
        SockJsWebSocket sockjs = new SockJsWebSocket(socket, context.clock());
        socket.receiver(sockjs);
        sockjs.say(SockJsFrames.OPEN);
        context.timers().add(sockjs.saidAt + SockJsFrames.HEARTBEAT_MILLIS, sockjs);
        return sockjs;
    }

    private void say(String frame) {
        saidAt = clock.millis();
        socket.write(Buffer.buffer(frame));
    }

    @Override
    public long onDue(long now) {
        if (closed) {
            return TimerWheel.NEVER;
        }
        if (now - saidAt >= SockJsFrames.HEARTBEAT_MILLIS) {
            say(SockJsFrames.HEARTBEAT);
        }
        return saidAt + SockJsFrames.HEARTBEAT_MILLIS;
    }

    @Override
    public String remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public String name() {
        return "sockjs";
    }

    @Override
    public void receiver(Receiver next) {
        receiver = next;
    }

    @Override
    public void write(Buffer text) {
        say(SockJsFrames.messages(List.of(text.toString())));
    }

    @Override
    public void ping(Buffer payload) {
        socket.ping(payload);
    }

    @Override
    public void atEndOfTurn(Runnable task) {
        socket.atEndOfTurn(task);
    }

    @Override
    public boolean isFull() {
        return socket.isFull();
    }

    @Override
    public boolean isEmpty() {
        return socket.isEmpty();
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public void restrict() {
        socket.restrict();
    }

    @Override
    public void unrestrict() {
        socket.unrestrict();
    }

    @Override
    public void close(CloseCode code) {
        if (!closed) {
            closed = true;
            say(SockJsFrames.close(code));
            socket.close(code);
        }
    }

    @Override
    public void onText(Buffer frame) {
        List<String> texts = SockJsFrames.texts(frame);
        if (texts == null) {
            receiver.onViolation(CloseCode.PROTOCOL_VIOLATION, "no frame of SockJS");
        } else {
            texts.forEach(text -> receiver.onText(Buffer.buffer(text)));
        }
    }

    @Override
    public void onHeard() {
        receiver.onHeard();
    }

    @Override
    public void onPong(Buffer payload) {
        receiver.onPong(payload);
    }

    @Override
    public void onDrained() {
        receiver.onDrained();
    }

    @Override
    public void onViolation(CloseCode code, String reason) {
        receiver.onViolation(code, reason);
    }

    @Override
    public void onClosed() {
        closed = true;
        receiver.onClosed();
    }
}
