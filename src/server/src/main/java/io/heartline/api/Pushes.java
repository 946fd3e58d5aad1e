package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Publishing over HTTP: one push, or a batch of them. */
final class Pushes {
    private static final MediaType JSON = new MediaType(Answers.JSON);
    private static final MediaType NDJSON = new MediaType(Answers.NDJSON);

    private final Publisher publisher;
    private final Answers answers;
    private final OpenRequests requests;
    private final ApiConfig config;

    Pushes(Publisher publisher, Answers answers, ApiSetup setup) {
        this.publisher = publisher;
        this.answers = answers;
        this.requests = setup.requests();
        this.config = setup.config();
    }

    /** {@code POST /v1/push}. */
    void push(RoutingContext context) {
        HttpServerRequest request = context.request();
        JSON.require(request);
        BodyReader.read(request, config.maxRequestBytes(), config.patience())
                .map(json -> PushRequest.read(json.getBytes()))
                .compose(push -> publisher.publish(Gate.who(context), push))
                .onSuccess(published -> answer(request, published))
                .onFailure(context::fail);
    }

    /** {@code POST /v1/push/batch}. */
    void batch(RoutingContext context) {
        HttpServerRequest request = context.request();
        NDJSON.require(request);
        String who = Gate.who(context);
        if (answers.begin(request, 200)) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, Answers.NDJSON);
            UnderWay underWay = publisher.underWay();
            Batch batch = new Batch(
                    request,
                    config,
                    () -> underWay.share(config.batchInFlight()),
                    push -> publisher.publish(who, push));
            Promise<Void> over = Promise.promise();
            context.addEndHandler(end -> {
                batch.forget();
                over.complete();
            });
            underWay.addBatch(over.future());
            requests.add(read(request), batch::finish);
            batch.start();
        }
    }

    /** Completes when the sender has said all: where a connection ends before, answers on their way are lost with it. */
    private static Future<Void> read(HttpServerRequest request) {
        Promise<Void> gone = Promise.promise();
        request.connection().closeHandler(gone::complete);
        return Future.any(request.end(), gone.future()).mapEmpty();
    }

    private void answer(HttpServerRequest request, Published published) {
        Problem problem = published.problem();
        if (problem != null) {
            answers.problem(request, problem);
        } else {
            answers.json(request, published.status(), published.buffer());
        }
    }
}
