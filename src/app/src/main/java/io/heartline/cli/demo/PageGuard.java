package io.heartline.cli.demo;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Decides which requests may kill nodes: those of this page, and of programs on this machine. Any site that a browser shows
 * could send requests to the loopback address too; its browser then names that site as Origin, or as Host if its name
 * resolves to this machine.
 */
final class PageGuard implements Handler<RoutingContext> {
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost");

    private final int port;

    PageGuard(int port) {
        this.port = port;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        HostAndPort host = request.authority();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean ours = host != null
                && host.port() == port
                && HOSTS.contains(host.host())
                && (origin == null || origin.equals("http://" + host.host() + ":" + port));
        if (ours) {
            context.next();
        } else {
            context.response().setStatusCode(403).end("This is for the demo's own page only.\n");
        }
    }
}
