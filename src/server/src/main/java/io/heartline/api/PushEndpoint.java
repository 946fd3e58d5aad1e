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
    private final PushCounts counts;
    private final OpenRequests requests;
    private final ApiConfig config;

    PushEndpoint(Publisher publisher, ResponseWriter responses, ApiContext api) {
        this.publisher = publisher;
        this.responses = responses;
        this.counts = new PushCounts(api.meters());
        this.requests = api.requests();
        this.config = api.config();
    }

    /** {@code POST /v1/push}. */
    void push(RoutingContext context) {
        HttpServerRequest request = context.request();
        JSON.require(request);
        BodyReader.read(request, config.maxRequestBytes(), config.patience())
                .map(json -> PushRequest.read(json.getBytes()))
                .compose(push -> publish(context, push))
                .onSuccess(published -> answer(request, published))
                .onFailure(context::fail);
    }

    /** {@code POST /v1/push/batch}. */
    void batch(RoutingContext context) {
        HttpServerRequest request = context.request();
        NDJSON.require(request);
        if (responses.begin(request, 200)) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, ResponseWriter.NDJSON)
                    .putHeader("X-Accel-Buffering", "no"); // a proxy (nginx) must pass each result on at once
            InFlightPushes inFlight = publisher.inFlight();
            PushBatch batch = new PushBatch(
                    request, config, () -> inFlight.share(config.batchInFlight()), push -> publish(context, push));
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

    private Future<PushResponse> publish(RoutingContext context, PushRequest push) {
        counts.add(ApiKeyCheck.keyName(context), push.users().size());
        return publisher.publish(ApiKeyCheck.who(context), push);
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
