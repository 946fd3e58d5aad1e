package io.heartline.session.dialect;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.WirePosition;
import io.heartline.session.ConnectRequest;
import io.heartline.session.Dialect;
import io.heartline.session.Disconnect;
import io.heartline.session.SessionConfig;
import io.heartline.session.SessionContext;
import io.heartline.session.transport.Transport;
import io.heartline.user.AttachOutcome.Attached;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Speaks the frames of heartline.v1 (PROTOCOL.md, section 2). Owned by its gateway's event loop. */
public final class FrameDialect implements Dialect {
    private final SessionContext context;
    private final ConnectRequest request;
    private final Transport transport;

    public FrameDialect(SessionContext context, ConnectRequest request, Transport transport) {
        this.context = context;
        this.request = request;
        this.transport = transport;
    }

    @Override
    public void welcome(Attached outcome) {
        SessionConfig config = context.config();
        answer(new ServerFrame.Welcome(
                request.user(),
                outcome.device(),
                request.session().id(),
                context.node(),
                outcome.resumed(),
                new WirePosition(outcome.position().epoch(), outcome.position().seq()),
                outcome.pending(),
                config.heartbeat().toMillis(),
                config.ackWithin().toMillis(),
                request.keepMillis(),
                config.window(),
                config.maxFrameBytes(),
                List.of()));
    }

    @Override
    public void message(long seq, Buffer frame) {
        transport.write(frame);
    }

    @Override
    public void transientMessage(Buffer frame) {
        transport.write(frame);
    }

    @Override
    public void answer(ServerFrame frame) {
        transport.write(FrameCodec.encode(frame));
    }

    @Override
    public void ping() {
        answer(new ServerFrame.Ping());
    }

    @Override
    public void disconnect(Disconnect disconnect) {
        goodbye(transport, disconnect);
    }

    @Override
    public long acknowledgedBy(Buffer pong) {
        return 0; // clients acknowledge with frames, when their application has finished
    }

    @Override
    public Disconnect ackTimeout() {
        return Disconnect.slow();
    }

    @Override
    public ClientFrame read(Buffer text) {
        return FrameCodec.decode(text);
    }

    /** Writes {@code goodbye}, unless the client said {@code bye}, and closes the transport. */
    public static void goodbye(Transport transport, Disconnect disconnect) {
        if (disconnect.code() != CloseCode.NORMAL) {
            transport.write(FrameCodec.encode(
                    new ServerFrame.Goodbye(disconnect.code(), disconnect.reason(), disconnect.retryAfterMillis())));
        }
        transport.close(disconnect.code());
    }
}
