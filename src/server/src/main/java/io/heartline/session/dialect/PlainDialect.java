package io.heartline.session.dialect;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ServerFrame;
import io.heartline.session.ConnectRequest;
import io.heartline.session.Dialect;
import io.heartline.session.Disconnect;
import io.heartline.session.SessionContext;
import io.heartline.session.transport.Transport;
import io.heartline.user.AttachOutcome.Attached;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to plain clients (PROTOCOL.md, section 3): bare bodies and the heartbeat answers of their route. Pongs of
 * their WebSocket acknowledge. Owned by its gateway's event loop.
 */
public final class PlainDialect implements Dialect {
    private final Transport transport;
    private final Route route;
    private final PingAcks acks;
    private final @Nullable TextForwarder forwarder;

    public PlainDialect(SessionContext context, ConnectRequest request, Transport transport, Route route) {
        this.transport = transport;
        this.route = route;
        acks = new PingAcks(transport, request.session().id());
        forwarder = route.otherText() instanceof OtherText.Forward forward
                ? new TextForwarder(context, request, forward.to())
                : null;
    }

    @Override
    public void welcome(Attached outcome) {
        if (forwarder != null) {
            forwarder.open(outcome.device());
        }
    }

    @Override
    public void message(long seq, Buffer frame) {
        Buffer body = FrameCodec.body(frame);
        transport.write(body);
        acks.written(seq, body.length());
    }

    @Override
    public void transientMessage(Buffer frame) {
        transport.write(FrameCodec.body(frame));
    }

    @Override
    public void answer(ServerFrame frame) {
        // No text that it reads has a frame for an answer.
    }

    @Override
    public void ping() {
        acks.probe();
    }

    @Override
    public void disconnect(Disconnect disconnect) {
        transport.close(disconnect.code());
    }

    @Override
    public long acknowledgedBy(Buffer pong) {
        return acks.acknowledgedBy(pong);
    }

    @Override
    public Disconnect ackTimeout() {
        return Disconnect.silent(); // a WebSocket that returns no pongs is dead, even if the page behind it is alive
    }

    /** Handles a text here, even before the session is attached: no text of a plain client concerns the session. */
    @Override
    public @Nullable ClientFrame read(Buffer text) {
        String said = FrameCodec.text(text);
        HeartbeatWord word = route.heartbeat(said);
        if (word == null) {
            onOther(said);
        } else if (word.answer() != null) {
            transport.write(Buffer.buffer(word.answer()));
        }
        return null;
    }

    private void onOther(String said) {
        if (forwarder != null) {
            forwarder.forward(said);
        } else if (route.otherText() instanceof OtherText.Echo) {
            transport.write(Buffer.buffer(said));
        }
    }
}
