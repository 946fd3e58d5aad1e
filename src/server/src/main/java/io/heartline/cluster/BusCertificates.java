package io.heartline.cluster;

import io.heartline.trust.BusFiles;
import io.heartline.trust.BusIdentity;
import io.heartline.trust.RereadFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the event bus that files give, read again when these change. Connections between nodes that are open stay.
 *
 * <p>Vert.x gives a bus that runs no other certificates: its server and its client are private fields (5.0.8). If they have other
 * names in a later version, the start fails.
 */
final class BusCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(BusCertificates.class);

    private final NetServer server;
    private final NetClient client;

    BusCertificates(Vertx vertx) {
        server = (NetServer) field(vertx.eventBus(), "server");
        client = (NetClient) field(vertx.eventBus(), "client");
    }

    /**
     * Looks at the files every second from now on.
     *
     * @param first the identity that the bus has
     */
    void watch(Vertx vertx, BusFiles files, BusIdentity first) {
        new RereadFiles<>(first, files::content, files::check)
                .watch(
                        vertx,
                        this::use,
                        fault -> LOG.warn("The certificate of the event bus stays as it is: {}", fault));
    }

    private Future<?> use(BusIdentity identity) {
        return server.updateSSLOptions(identity.server())
                .compose(used -> client.updateSSLOptions(identity.client()))
                .onSuccess(used -> LOG.info("New connections of the event bus get the new certificate"));
    }

    private static Object field(Object bus, String name) {
        try {
            Field field = bus.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(bus);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This version of Vert.x has another event bus", e);
        }
    }
}
