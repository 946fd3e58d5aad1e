package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;

/** Hears nothing: until somebody is there to listen. */
enum Silence implements Transport.Receiver {
    KEPT;

    @Override
    public void onText(Buffer text) {}

    @Override
    public void onHeard() {}

    @Override
    public void onPong(Buffer payload) {}

    @Override
    public void onDrained() {}

    @Override
    public void onViolation(CloseCode code, String reason) {}

    @Override
    public void onClosed() {}
}
