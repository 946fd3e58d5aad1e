package io.heartline.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Publishing over HTTP: one push, or a batch of them. */
final class Pushes {
    private static final MediaType JSON = new MediaType(Answers.JSON);
    private static final MediaType NDJSON = new MediaType(Answers.NDJSON);

    private final Publisher publisher;
    private final Answers answers;
    private final ApiConfig config;

    Pushes(Publisher publisher, Answers answers, ApiConfig config) {
        this.publisher = publisher;
        this.answers = answers;
        this.config = config;
    }

    /** {@code POST /v1/push}. */
    void push(RoutingContext context) {
        HttpServerRequest request = context.request();
        JSON.require(request);
        BodyReader.read(request, config.maxRequestBytes())
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
            new Batch(request, config, push -> publisher.publish(who, push)).start();
        }
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
