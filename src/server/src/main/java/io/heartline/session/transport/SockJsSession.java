package io.heartline.session.transport;

import io.vertx.core.shareddata.Shareable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A SockJS session over HTTP, as requests on every event loop of the process find it by its id.
 *
 * @param id the route and the id that the client chose
 * @param origin the origin of the page that opened it, the only one that it answers to; empty for this host's own
 * @param user the user of a session on a plain route; null for heartline.v1, where {@code hello} names the user
 * @param address the address of its transport on the event bus, which no other session has
 */
public record SockJsSession(
        String id, String origin, @Nullable String user, String address) implements Shareable {
    /** A session that is not open yet. */
    public SockJsSession(String id, String origin, @Nullable String user) {
        this(id, origin, user, UUID.randomUUID().toString());
    }
}
