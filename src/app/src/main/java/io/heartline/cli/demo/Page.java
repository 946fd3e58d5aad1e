package io.heartline.cli.demo;

import io.heartline.cli.demo.Nodes.Outcome;
import io.heartline.cli.demo.Nodes.View;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Serves the page and its requests to the demo: list the nodes; kill, hang or drain one, start it again. On the nodes' loop,
 * and on loopback only.
 *
 * <pre>
 *   GET  /nodes          {"nodes":[{"number":1,"url":"http://127.0.0.1:8080","state":"serving","pid":4711}]}
 *   POST /nodes/1/kill   the same, 404 or 409
 *   POST /nodes/1/hang   likewise; SIGSTOP. /nodes/1/wake lets it go on, and answers before the node is ready
 *   POST /nodes/1/drain  likewise; SIGTERM. It answers before the node has left
 *   POST /nodes/1/start  likewise; it answers before the node is ready
 * </pre>
 */
final class Page {
    static final String HOST = "127.0.0.1";

    private final Nodes nodes;
    private final IntUnaryOperator portOf;

    /** @param portOf the port on which the node with a number listens */
    Page(Nodes nodes, IntUnaryOperator portOf) {
        this.nodes = nodes;
        this.portOf = portOf;
    }

    Future<HttpServer> listen(Vertx vertx, int port) {
        Router router = Router.router(vertx);
        router.route().handler(new PageGuard(port));
        router.get("/nodes").handler(this::tell);
        router.post("/nodes/:number/kill").handler(context -> act(context, nodes::kill));
        router.post("/nodes/:number/hang").handler(context -> act(context, nodes::hang));
        router.post("/nodes/:number/wake").handler(context -> act(context, nodes::wake));
        router.post("/nodes/:number/drain").handler(context -> act(context, nodes::drain));
        router.post("/nodes/:number/start").handler(context -> act(context, nodes::start));
        PageFiles.addTo(router);
        HttpServerOptions here = new HttpServerOptions().setHost(HOST).setPort(port);
        return vertx.createHttpServer(here).requestHandler(router).listen();
    }

    private void act(RoutingContext context, IntFunction<Outcome> wish) {
        switch (wish.apply(number(context))) {
            case DONE -> tell(context);
            case NO_SUCH_NODE -> refuse(context, 404, "There is no such node.");
            case NOT_NOW -> refuse(context, 409, "Not now: it is so already, or no other node is left.");
        }
    }

    private static int number(RoutingContext context) {
        String number = context.pathParam("number");
        return number.matches("[1-9]") ? Integer.parseInt(number) : 0;
    }

    private void tell(RoutingContext context) {
        JsonArray all = new JsonArray();
        nodes.view().forEach(node -> all.add(json(node)));
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        context.json(new JsonObject().put("nodes", all));
    }

    private JsonObject json(View node) {
        return new JsonObject()
                .put("number", node.number())
                .put("url", "http://" + HOST + ":" + portOf.applyAsInt(node.number()))
                .put("state", node.state().name().toLowerCase(Locale.ROOT))
                .put("pid", node.pid() == 0 ? null : node.pid());
    }

    private static void refuse(RoutingContext context, int status, String why) {
        context.response().setStatusCode(status).end(why + "\n");
    }
}
