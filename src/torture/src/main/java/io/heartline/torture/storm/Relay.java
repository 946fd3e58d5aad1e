package io.heartline.torture.storm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/**
 * A piece of network between whoever connects to it and one port on loopback. While it is cut, connections are accepted and
 * stay open, and all that is said on them is swallowed. Owned by the event loop that makes it.
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

    /** One that leads to port {@code to}. */
    static Future<Relay> open(Vertx vertx, int to) {
        Relay relay = new Relay(vertx, to);
        return relay.server
                .connectHandler(relay::onConnected)
                .listen(0, LOOPBACK)
                .map(relay);
    }

    /** Where it listens. */
    String address() {
        return LOOPBACK + ":" + server.actualPort();
    }

    /** From now on nothing arrives. */
    void cut() {
        cut = true;
    }

    /** How many bytes did not arrive. */
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
