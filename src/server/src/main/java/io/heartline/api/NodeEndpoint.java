package io.heartline.api;

import io.heartline.api.NodeHealth.Phase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Serves the state of the node and the cluster, for operators, load balancers and Prometheus. */
final class NodeEndpoint {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final ApiContext api;
    private final ResponseWriter responses;

    NodeEndpoint(ApiContext api, ResponseWriter responses) {
        this.api = api;
        this.responses = responses;
    }

    /**
     * {@code GET /health/live}: an event loop that answers is alive, whatever the state of the cluster, unless the node has
     * lost its place in the cluster: then only a new process can serve.
     */
    void live(RoutingContext context) {
        boolean live = api.health().get().live();
        responses.json(
                context.request(),
                live ? 200 : 503,
                new JsonObject().put("live", live).toBuffer());
    }

    /** {@code GET /health/ready}. */
    void ready(RoutingContext context) {
        NodeHealth health = api.health().get();
        JsonObject answer =
                new JsonObject().put("ready", health.ready()).put("reasons", new JsonArray(health.reasons()));
        responses.json(context.request(), health.ready() ? 200 : 503, answer.toBuffer());
    }

    /**
     * {@code GET /health/copied}: for an operator who is about to stop a node, or waits before the next one. Not for
     * readiness: each time a node joins or leaves, all nodes answer no for a while. A node with a fault does not know:
     * without quorum it sees only a part of the cluster, in which all entries may be copied.
     */
    void copied(RoutingContext context) {
        NodeHealth health = api.health().get();
        boolean knows = health.phase() != Phase.STARTING
                && health.live()
                && health.faults().isEmpty();
        api.copied()
                .get()
                .map(made -> knows && made)
                .onSuccess(copied -> responses.json(
                        context.request(),
                        copied ? 200 : 503,
                        new JsonObject().put("copied", copied).toBuffer()))
                .onFailure(context::fail);
    }

    /** {@code GET /v1/cluster}. */
    void cluster(RoutingContext context) {
        api.cluster()
                .get()
                .onSuccess(view -> responses.ok(context.request(), json(view)))
                .onFailure(context::fail);
    }

    /** {@code GET /metrics}. */
    void metrics(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.vertx()
                .executeBlocking(api.metrics()::get, false)
                .onSuccess(text -> responses.send(request, 200, PROMETHEUS, Buffer.buffer(text)))
                .onFailure(context::fail);
    }

    private static JsonObject json(ClusterView view) {
        JsonArray nodes = new JsonArray();
        view.nodes().forEach(node -> nodes.add(node.toJson()));
        JsonArray guests = new JsonArray();
        view.guests().forEach(guest -> guests.add(guest.toJson()));
        return new JsonObject().put("safe", view.safe()).put("nodes", nodes).put("guests", guests);
    }
}
