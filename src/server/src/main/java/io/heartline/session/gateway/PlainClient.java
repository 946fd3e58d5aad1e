package io.heartline.session.gateway;

import io.heartline.session.ClientConnection;
import io.heartline.session.ConnectRequest;
import io.heartline.session.SessionContext;
import io.heartline.session.dialect.PlainDialect;
import io.heartline.session.dialect.Route;
import io.heartline.session.transport.Transport;
import io.heartline.user.Attach;
import io.heartline.user.LiveSession;

/**
 * An authenticated client of a plain route, before its session is open.
 *
 * @param expiresAt the time at which the client's token expires, in milliseconds since 1970
 * @param issuedAt the time at which it was issued, as {@link Attach} has it
 */
public record PlainClient(Route route, String user, long expiresAt, long issuedAt)
        implements PlainAuthenticator.Result {
    /** Makes the connection of this client, with a device of its own, because a plain client names none. */
    public ClientConnection connection(SessionContext context, Transport transport) {
        LiveSession session = new LiveSession(
                context.ids().get(),
                context.node(),
                context.index(),
                LiveSession.NO_ATTEMPT,
                context.now(),
                transport.name());
        ConnectRequest request = new ConnectRequest(
                user,
                session,
                new Attach.Target.Plain(route.name()),
                context.config().keptFor(route.keep().toMillis()).toMillis(),
                null,
                expiresAt,
                issuedAt);
        return new ClientConnection(context, request, transport, new PlainDialect(context, request, transport, route));
    }
}
