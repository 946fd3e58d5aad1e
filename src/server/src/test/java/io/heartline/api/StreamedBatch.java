package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A batch that is sent and answered bit by bit. */
final class StreamedBatch {
    private final HttpClient client;
    final HttpClientRequest request;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(1_000_000);
    private final Promise<Boolean> end = Promise.promise();

    /** Tells whether the whole answer arrived. */
    final Future<Boolean> ended = end.future();

    StreamedBatch(ApiGateway gateway) {
        client = gateway.vertx.createHttpClient();
        request = ApiGateway.await(client.request(HttpMethod.POST, gateway.port(), "127.0.0.1", "/v1/push/batch"));
        request.putHeader("Content-Type", "application/x-ndjson").setChunked(true);
        request.response().onSuccess(answer -> {
            LineSplitter cut = new LineSplitter(1_000_000);
            answer.handler(chunk -> read(cut, chunk))
                    .endHandler(done -> end.complete(true))
                    .exceptionHandler(end::tryFail);
        });
    }

    private void read(LineSplitter cut, Buffer chunk) {
        cut.add(chunk);
        for (LineSplitter.Line line = cut.next(); line != null; line = cut.next()) {
            lines.add(line.content().toString());
        }
    }

    void write(String text) {
        ApiGateway.await(request.write(text).recover(failure -> Future.succeededFuture()));
    }

    String take() throws InterruptedException {
        return lines.poll(20, TimeUnit.SECONDS);
    }
}
