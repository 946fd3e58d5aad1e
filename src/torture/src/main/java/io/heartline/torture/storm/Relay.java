package io.heartline.torture.storm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/**
 * A TCP relay to one port on loopback. After a cut, connections are accepted and stay open, and all their data is dropped. Owned by
 * the event loop that creates it.
 */
final class Relay {
    private static final String LOOPBACK = "127.0.0.1";

    private final int to;
    private final NetServer server;
    private final NetClient client;
    private boolean cut;
    private long swallowed;

    private Relay(Vertx vertx, int to) {
        this.to = to;
        this.server = vertx.createNetServer();
        this.client = vertx.createNetClient();
    }

    /** Opens a relay to port {@code to}. */
    static Future<Relay> open(Vertx vertx, int to) {
        Relay relay = new Relay(vertx, to);
        return relay.server
                .connectHandler(relay::onConnected)
                .listen(0, LOOPBACK)
                .map(relay);
    }

    /** The address on which it listens. */
    String address() {
        return LOOPBACK + ":" + server.actualPort();
    }

    /** Drops all data from now on. */
    void cut() {
        cut = true;
    }

    /** The number of dropped bytes. */
    long swallowed() {
        return swallowed;
    }

    private void onConnected(NetSocket from) {
        from.pause();
        client.connect(to, LOOPBACK)
                .onSuccess(there -> {
                    join(from, there);
                    join(there, from);
                    from.resume();
                })
                .onFailure(refused -> from.close());
    }

    private void join(NetSocket from, NetSocket onto) {
        from.handler(bytes -> {
            if (cut) {
                swallowed += bytes.length();
            } else {
                var unused = onto.write(bytes);
            }
        });
        from.exceptionHandler(broken -> {});
        from.closeHandler(closed -> {
            var unused = onto.close();
        });
    }
}
