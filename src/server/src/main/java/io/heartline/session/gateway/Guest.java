package io.heartline.session.gateway;

import io.heartline.session.Arrival;
import io.heartline.session.Gateway;
import io.heartline.session.Link;
import io.heartline.session.dialect.PlainDialect;
import io.heartline.session.dialect.Route;
import io.heartline.session.transport.Transport;
import io.heartline.user.Attach;
import io.heartline.user.LiveSession;

/**
 * Who comes in by a plain route.
 *
 * @param expiresAt when what proved the user's identity stops doing so, in milliseconds since 1970
 */
public record Guest(Route route, String user, long expiresAt) implements Guests.Verdict {
    /** The guest's connection, with a device of its own: it can't say which one it is. */
    public Link link(Gateway gateway, Transport transport) {
        LiveSession session = new LiveSession(
                gateway.ids().get(),
                gateway.node(),
                gateway.index(),
                LiveSession.NO_ATTEMPT,
                gateway.now(),
                transport.name());
        Arrival arrival = new Arrival(
                user,
                session,
                new Attach.Target.Plain(route.name()),
                gateway.config().keptFor(route.keep().toMillis()).toMillis(),
                null,
                expiresAt);
        return new Link(gateway, arrival, transport, new PlainDialect(gateway, arrival, transport, route));
    }
}
