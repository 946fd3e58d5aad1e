package io.heartline.api;

import static io.heartline.api.Operation.delete;
import static io.heartline.api.Operation.get;
import static io.heartline.api.Operation.post;

import io.heartline.auth.Scope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The HTTP API of one gateway (PROTOCOL.md, section 4): its operations, their scopes, and the handling of failures.
 * Made and used on the gateway's event loop.
 *
 * <pre>
 *   request → CORS → path and method → closing? → key → operation → answer
 *                        404, 405        503     401, 403   (refused: one failure handler)
 * </pre>
 */
public final class HttpApi {
    private final ApiContext api;
    private final ResponseWriter responses;
    private final ApiKeyCheck keyCheck;

    private HttpApi(ApiContext api) {
        this.api = api;
        this.responses = new ResponseWriter(api);
        this.keyCheck = new ApiKeyCheck(api.keys(), api.proxies(), api.security());
    }

    /** The handler of every request that is not for a WebSocket. */
    public static Router router(Vertx vertx, ApiContext api) {
        return new HttpApi(api).build(vertx);
    }

    private List<Operation> operations() {
        Publisher publisher = new Publisher(
                api,
                PublishRateLimit.of(api.config(), api.clock()),
                new WaitingPushes(WaitingPushes.MOST, WaitingPushes.MOST_OF_ONE));
        PushEndpoint pushes = new PushEndpoint(publisher, responses, api);
        UserEndpoint users = new UserEndpoint(api, responses);
        NodeEndpoint node = new NodeEndpoint(api, responses);
        ScriptEndpoint scripts = new ScriptEndpoint(responses);
        return List.of(
                post("/v1/push", Scope.PUSH, pushes::push),
                post("/v1/push/batch", Scope.PUSH, pushes::batch),
                get("/v1/users/:user", Scope.READ, users::describe),
                delete("/v1/users/:user/messages", Scope.ADMIN, users::clear),
                get("/v1/users/:user/messages/:id", Scope.READ, users::message),
                delete("/v1/users/:user/devices/:device", Scope.ADMIN, users::removeDevice),
                delete("/v1/users/:user/sessions/:session", Scope.ADMIN, users::removeSession),
                post("/v1/users/:user/disconnect", Scope.ADMIN, new DisconnectEndpoint(api, responses)::disconnect),
                get("/v1/cluster", Scope.READ, node::cluster),
                get("/health/live", null, node::live),
                get("/health/ready", null, node::ready),
                get("/health/copied", null, node::copied),
                get("/metrics", api.metricsOpen() ? null : Scope.READ, node::metrics),
                get("/openapi.json", null, new OpenApi(responses)::describe),
                get("/heartline.js", null, scripts::entry),
                get("/heartline.min.js", null, scripts::bundle),
                get("/heartline/:file", null, scripts::module));
    }

    private Router build(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().failureHandler(this::onFailure);
        if (!api.config().corsOrigins().isEmpty()) {
            router.route().handler(new Cors(api.config().corsOrigins()));
        }
        Map<String, List<Operation>> byPath = operations().stream()
                .collect(Collectors.groupingBy(Operation::path, LinkedHashMap::new, Collectors.toList()));
        String home = api.config().home();
        if (home != null) {
            router.get("/").handler(context -> responses.lead(context.request(), home));
        }
        byPath.forEach((path, operations) -> {
            operations.forEach(operation -> add(router, operation));
            router.route(path).handler(context -> onOtherMethod(context, operations));
        });
        router.errorHandler(404, this::onNothing);
        // Faults that vertx-web finds before it chooses a route, and failures of the failure handler.
        router.errorHandler(400, context -> tell(context, ErrorCode.BAD_REQUEST, "The request target is malformed."));
        router.errorHandler(500, this::onFailure);
        return router;
    }

    private void add(Router router, Operation operation) {
        Route route = router.route(operation.method(), operation.path());
        if (operation.method() == HttpMethod.GET) {
            route.method(HttpMethod.HEAD);
        }
        route.handler(context -> {
            api.requests().add(over(context));
            PathSegments.refuseDots(context);
            if (operation.path().startsWith("/v1/")) {
                api.health().get().refuseIfClosing();
            }
            if (operation.scope() != null) {
                keyCheck.admit(context, operation.scope());
            }
            operation.handler().handle(context);
        });
    }

    /** Completes when the request is answered, or its client is gone. */
    private static Future<Void> over(RoutingContext context) {
        Promise<Void> over = Promise.promise();
        context.addEndHandler(over::handle);
        return over.future();
    }

    private void onOtherMethod(RoutingContext context, List<Operation> operations) {
        String allowed = operations.stream()
                .map(Operation::method)
                .map(method -> method == HttpMethod.GET ? "GET, HEAD" : method.name())
                .collect(Collectors.joining(", "));
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        tell(context, ErrorCode.METHOD_NOT_ALLOWED, "Here the method must be one of " + allowed + ".");
    }

    private void onNothing(RoutingContext context) {
        // A page of any origin may read that its path is wrong: a WebSocket there fails without a reason.
        if (!context.response().headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
        tell(context, ErrorCode.NOT_FOUND, "There is nothing at this path.");
    }

    private void onFailure(RoutingContext context) {
        int status = context.statusCode();
        if (status >= 400 && status < 500) {
            tell(context, ErrorCode.ofStatus(status), "The request is malformed.");
        } else {
            responses.problem(context.request(), ProblemMapper.problemOf(context.failure()));
        }
    }

    private void tell(RoutingContext context, ErrorCode code, String detail) {
        responses.problem(context.request(), Problem.of(code, detail));
    }
}
