package io.heartline.session.transport;

import io.vertx.core.shareddata.Shareable;
import java.util.UUID;

/**
 * A SockJS session over HTTP, as requests on every event loop of the process find it by its id.
 *
 * @param id the route and the id that the client chose
 * @param address the address of its transport on the event bus, which no other session has
 */
public record SockJsSession(String id, String address) implements Shareable {
    /** A session that is not open yet. */
    public SockJsSession(String id) {
        this(id, UUID.randomUUID().toString());
    }
}
