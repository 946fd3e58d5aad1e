package io.heartline.session.dialect;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ServerFrame;
import io.heartline.session.Arrival;
import io.heartline.session.Dialect;
import io.heartline.session.Gateway;
import io.heartline.session.Parting;
import io.heartline.session.transport.Transport;
import io.heartline.user.AttachOutcome.Attached;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What is said to clients that know nothing of heartline.v1 (PROTOCOL.md, section 3): bare bodies and the answers that their
 * route configures, and nothing else. They acknowledge by the pongs of their transport. Owned by its gateway's event loop.
 */
public final class PlainDialect implements Dialect {
    private final Transport transport;
    private final Route route;
    private final Proofs proofs;
    private final @Nullable Forwarding forwarding;

    public PlainDialect(Gateway gateway, Arrival arrival, Transport transport, Route route) {
        this.transport = transport;
        this.route = route;
        proofs = new Proofs(transport, arrival.session().id());
        forwarding = route.otherText() instanceof OtherText.Forward forward
                ? new Forwarding(gateway, arrival, forward.to())
                : null;
    }

    @Override
    public void welcome(Attached outcome) {
        if (forwarding != null) {
            forwarding.open(outcome.device());
        }
    }

    @Override
    public void message(long seq, Buffer frame) {
        Buffer body = FrameCodec.body(frame);
        transport.write(body);
        proofs.written(seq, body.length());
    }

    @Override
    public void transientMessage(Buffer frame) {
        transport.write(FrameCodec.body(frame));
    }

    @Override
    public void answer(ServerFrame frame) {
        // Nothing that it reads asks for one.
    }

    @Override
    public void ask() {
        proofs.askForLife();
    }

    @Override
    public void part(Parting parting) {
        transport.close(parting.code());
    }

    @Override
    public long proved(Buffer pong) {
        return proofs.proved(pong);
    }

    @Override
    public Parting overdue() {
        return Parting.silent(); // a WebSocket that returns no pongs is dead, however alive the page behind it
    }

    /** Nothing that such a client says is for the session: it is answered here, whether the session is attached or not. */
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
        if (forwarding != null) {
            forwarding.pass(said);
        } else if (route.otherText() instanceof OtherText.Echo) {
            transport.write(Buffer.buffer(said));
        }
    }
}
