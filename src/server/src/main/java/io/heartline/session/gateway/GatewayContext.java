package io.heartline.session.gateway;

import io.heartline.auth.ClientAuthenticator;
import io.heartline.auth.Origins;
import io.heartline.auth.TrustedProxies;
import io.heartline.delivery.Delivery;
import io.heartline.session.SessionConfig;
import io.heartline.session.dialect.Routes;
import io.heartline.store.UserStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration and the collaborators of one gateway, put together by the node.
 *
 * @param node the id of this node, fresh for every start of a process
 * @param index the number of the gateway within the node, from 0
 * @param host the address to listen on
 * @param port the port to listen on; gateways of one Vert.x share it
 * @param certificate the certificate of the listener, which then speaks TLS only; null for plain HTTP
 * @param proxies the proxies whose headers are believed
 * @param origins the web pages that may connect
 * @param routes the paths for plain clients
 * @param http the rules for all HTTP requests
 * @param limit the limit on the number and the rate of connections
 * @param refusals the log of refused connections, one for all gateways of the node
 * @param dependencies makes the collaborators that belong to the gateway's event loop; called on it, once
 */
public record GatewayContext(
        String node,
        int index,
        String host,
        int port,
        @Nullable PemKeyCertOptions certificate,
        SessionConfig config,
        TrustedProxies proxies,
        Origins origins,
        Routes routes,
        HttpRules http,
        ConnectionLimit limit,
        RefusalLog refusals,
        MeterRegistry meters,
        InstantSource clock,
        Function<Context, Dependencies> dependencies) {

    /**
     * The collaborators that belong to the gateway's event loop, made on it.
     *
     * @param authenticator null if each client is the user that it names
     * @param http answers every request that opens no connection of a client
     */
    public record Dependencies(
            UserStore store,
            Delivery delivery,
            @Nullable ClientAuthenticator authenticator,
            Handler<HttpServerRequest> http) {}
}
