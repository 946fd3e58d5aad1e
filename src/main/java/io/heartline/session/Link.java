package io.heartline.session;

import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.WirePosition;
import io.heartline.user.AttachOutcome.Attached;
import java.util.List;

/** One connection: where it is held, who it is, and what carries it. */
record Link(Gateway gateway, Arrival arrival, Transport transport) {
    String user() {
        return arrival.user();
    }

    String session() {
        return arrival.session().id();
    }

    /** The first frame that the client is to see. */
    ServerFrame.Welcome welcome(Attached outcome) {
        SessionConfig config = gateway.config();
        return new ServerFrame.Welcome(
                user(),
                outcome.device(),
                session(),
                gateway.node(),
                outcome.resumed(),
                new WirePosition(outcome.position().epoch(), outcome.position().seq()),
                outcome.pending(),
                config.heartbeat().toMillis(),
                config.ackWithin().toMillis(),
                arrival.keepMillis(),
                config.window(),
                config.maxFrameBytes(),
                List.of());
    }
}
