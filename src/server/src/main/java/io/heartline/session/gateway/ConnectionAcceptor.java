package io.heartline.session.gateway;

import io.heartline.auth.ClientAuthenticator;
import io.heartline.protocol.CloseCode;
import io.heartline.session.ClientConnection;
import io.heartline.session.ConnectRequest;
import io.heartline.session.SendWindow;
import io.heartline.session.Session;
import io.heartline.session.SessionConfig;
import io.heartline.session.SessionContext;
import io.heartline.session.dialect.FrameDialect;
import io.heartline.session.transport.Transport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns open transports into handshakes and sessions, until the gateway drains. Owned by its gateway's event loop. */
final class ConnectionAcceptor {
    private final SessionContext context;
    private final SessionHub hub;
    private final @Nullable ClientAuthenticator authenticator;
    private final OpenConnections open;
    private final Set<Handshake> handshakes = new HashSet<>();
    private boolean draining;

    /** Without an {@code authenticator} each client is the user that it names. */
    ConnectionAcceptor(
            SessionContext context, SessionHub hub, @Nullable ClientAuthenticator authenticator, OpenConnections open) {
        this.context = context;
        this.hub = hub;
        this.authenticator = authenticator;
        this.open = open;
    }

    /**
     * The number of connections besides the one that asks: of any kind, and those that are gone and whose sessions are not
     * detached yet.
     */
    int connections() {
        return Math.max(open.others(), hub.size() + handshakes.size());
    }

    /** Counts a SockJS session over HTTP, which has no connection of its own, until the returned task has run. */
    Runnable countPolled() {
        open.onPolledOpen();
        return open::onPolledClosed;
    }

    boolean isDraining() {
        return draining;
    }

    /**
     * Accepts an open transport. A client of heartline.v1 has to say hello first; a plain client is authenticated already.
     *
     * @param client null for heartline.v1
     */
    void accept(Transport transport, @Nullable PlainClient client) {
        if (client == null) {
            Handshake handshake = new Handshake(context, transport, authenticator, this);
            handshakes.add(handshake);
            handshake.start();
        } else if (draining) {
            transport.close(CloseCode.DRAINING);
        } else {
            transport.receiver(open(client.connection(context, transport)));
        }
    }

    /** Opens the session of a client that has shaken hands; the session takes over the transport. */
    Transport.Receiver open(ConnectRequest request, Transport transport) {
        return open(new ClientConnection(context, request, transport, new FrameDialect(context, request, transport)));
    }

    private Session open(ClientConnection connection) {
        SessionConfig config = context.config();
        Session session = new Session(connection, new SendWindow(config.window(), config.windowBytes()));
        hub.add(session);
        session.start();
        return session;
    }

    /** Forgets a handshake that is over, however it ended. */
    void onHandshakeOver(Handshake handshake) {
        handshakes.remove(handshake);
    }

    /** Opens no more sessions, and ends the handshakes. */
    void drain() {
        draining = true;
        List.copyOf(handshakes).forEach(handshake -> handshake.end(CloseCode.DRAINING, "this node is leaving"));
    }
}
