package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;

/** Opens WebSockets with a timeout. */
final class Dialer {
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int CLOSING_SECONDS = 3;

    private final int withinMillis;
    private final WebSocketClient client; // kept here: an unreferenced client is cleaned up, and its sockets with it

    Dialer(Vertx vertx, int withinMillis) {
        this.withinMillis = withinMillis;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(MOST_CONNECTIONS)
                .setConnectTimeout(withinMillis)
                .setClosingTimeout(CLOSING_SECONDS)
                .setTryUsePerMessageCompression(false));
    }

    int withinMillis() {
        return withinMillis;
    }

    Future<RawWebSocket> dial(Site site) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(site.host())
                .setPort(site.port())
                .setURI("/v1/connect")
                .setTimeout(withinMillis)
                .addSubProtocol("heartline.v1");
        return client.connect(options).map(RawWebSocket::new);
    }

    /** The delay that a refused upgrade asks for; 0 if none. */
    static long retryAfterMillis(Throwable failure) {
        return failure instanceof UpgradeRejectedException refused
                ? RetryAfter.millis(refused.getHeaders().get(HttpHeaders.RETRY_AFTER))
                : 0;
    }

    Future<Void> close() {
        return client.close();
    }
}
