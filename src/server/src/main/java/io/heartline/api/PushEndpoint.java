package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Serves pushes over HTTP, single and in batches. */
final class PushEndpoint {
    private static final MediaType JSON = new MediaType(ResponseWriter.JSON);
    private static final MediaType NDJSON = new MediaType(ResponseWriter.NDJSON);

    private final Publisher publisher;
    private final ResponseWriter responses;
    private final OpenRequests requests;
    private final ApiConfig config;

    PushEndpoint(Publisher publisher, ResponseWriter responses, ApiContext api) {
        this.publisher = publisher;
        this.responses = responses;
        this.requests = api.requests();
        this.config = api.config();
    }

    /** {@code POST /v1/push}. */
    void push(RoutingContext context) {
        HttpServerRequest request = context.request();
        JSON.require(request);
        BodyReader.read(request, config.maxRequestBytes(), config.patience())
                .map(json -> PushRequest.read(json.getBytes()))
                .compose(push -> publisher.publish(ApiKeyCheck.who(context), push))
                .onSuccess(published -> answer(request, published))
                .onFailure(context::fail);
    }

    /** {@code POST /v1/push/batch}. */
    void batch(RoutingContext context) {
        HttpServerRequest request = context.request();
        NDJSON.require(request);
        String who = ApiKeyCheck.who(context);
        if (responses.begin(request, 200)) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, ResponseWriter.NDJSON);
            InFlightPushes inFlight = publisher.inFlight();
            PushBatch batch = new PushBatch(
                    request,
                    config,
                    () -> inFlight.share(config.batchInFlight()),
                    push -> publisher.publish(who, push));
            Promise<Void> over = Promise.promise();
            context.addEndHandler(end -> {
                batch.forget();
                over.complete();
            });
            inFlight.addBatch(over.future());
            requests.add(read(request), batch::finish);
            batch.start();
        }
    }

    /** Completes when the whole request has arrived, or its connection is gone: then its answers are lost. */
    private static Future<Void> read(HttpServerRequest request) {
        Promise<Void> gone = Promise.promise();
        request.connection().closeHandler(gone::complete);
        return Future.any(request.end(), gone.future()).mapEmpty();
    }

    private void answer(HttpServerRequest request, PushResponse published) {
        Problem problem = published.problem();
        if (problem != null) {
            responses.problem(request, problem);
        } else {
            responses.json(request, published.status(), published.buffer());
        }
    }
}
