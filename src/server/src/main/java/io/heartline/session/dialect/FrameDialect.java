package io.heartline.session.dialect;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.WirePosition;
import io.heartline.session.Arrival;
import io.heartline.session.Dialect;
import io.heartline.session.Gateway;
import io.heartline.session.Parting;
import io.heartline.session.SessionConfig;
import io.heartline.session.transport.Transport;
import io.heartline.user.AttachOutcome.Attached;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The frames of heartline.v1 (PROTOCOL.md, section 2). Owned by its gateway's event loop. */
public final class FrameDialect implements Dialect {
    private final Gateway gateway;
    private final Arrival arrival;
    private final Transport transport;

    public FrameDialect(Gateway gateway, Arrival arrival, Transport transport) {
        this.gateway = gateway;
        this.arrival = arrival;
        this.transport = transport;
    }

    @Override
    public void welcome(Attached outcome) {
        SessionConfig config = gateway.config();
        answer(new ServerFrame.Welcome(
                arrival.user(),
                outcome.device(),
                arrival.session().id(),
                gateway.node(),
                outcome.resumed(),
                new WirePosition(outcome.position().epoch(), outcome.position().seq()),
                outcome.pending(),
                config.heartbeat().toMillis(),
                config.ackWithin().toMillis(),
                arrival.keepMillis(),
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
    public void ask() {
        answer(new ServerFrame.Ping());
    }

    @Override
    public void part(Parting parting) {
        goodbye(transport, parting);
    }

    @Override
    public long proved(Buffer pong) {
        return 0; // clients acknowledge in frames, when their application has finished
    }

    @Override
    public Parting overdue() {
        return Parting.slow();
    }

    @Override
    public ClientFrame read(Buffer text) {
        return FrameCodec.decode(text);
    }

    /** The last frame, then the close. A client that said it is done needs no words. */
    public static void goodbye(Transport transport, Parting parting) {
        if (parting.code() != CloseCode.NORMAL) {
            transport.write(FrameCodec.encode(
                    new ServerFrame.Goodbye(parting.code(), parting.reason(), parting.retryAfterMillis())));
        }
        transport.close(parting.code());
    }
}
