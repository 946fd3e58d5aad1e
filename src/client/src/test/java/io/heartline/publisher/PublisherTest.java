package io.heartline.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publisher over real HTTP on loopback, against servers that the test controls. */
class PublisherTest {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final List<PushOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger read = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void theNextNodeIsTriedWhereOneIsGone() throws Exception {
        List<JsonObject> pushes = new CopyOnWriteArrayList<>();
        String alive = serve(request -> request.body().onSuccess(body -> {
            pushes.add(new JsonObject(body).put("key", request.getHeader("Authorization")));
            request.response().setStatusCode(202).end(answer(new JsonObject(body)));
        }));
        Publisher publisher = publisher(new PublisherOptions(goneUrl(), alive).apiKey("k"));

        PushOutcome outcome = await(publisher.push(Push.to("alice", 1)));

        assertThat(outcome).isInstanceOf(PushOutcome.Answered.class);
        assertThat(pushes).singleElement().satisfies(push -> assertThat(push.getString("key"))
                .isEqualTo("Bearer k"));
    }

    @Test
    void aServerThatNeverAnswersIsLeft() throws Exception {
        List<String> ids = new CopyOnWriteArrayList<>();
        String silent =
                serve(request -> request.body().onSuccess(body -> ids.add(new JsonObject(body).getString("id"))));
        String alive = serve(request -> request.body().onSuccess(body -> {
            ids.add(new JsonObject(body).getString("id"));
            request.response().setStatusCode(202).end(answer(new JsonObject(body)));
        }));
        Publisher publisher = publisher(new PublisherOptions(silent, alive).tryWithin(Duration.ofMillis(300)));

        assertThat(await(publisher.push(Push.to("alice", 1)))).isInstanceOf(PushOutcome.Answered.class);
        assertThat(ids).hasSize(2);
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
    }

    @Test
    void aBatchStreamsAndKeepsItsOrder() throws Exception {
        Publisher publisher = publisher(new PublisherOptions(serve(request -> stream(request, Integer.MAX_VALUE))));

        BatchOutcome end = await(publisher.batch(pushes(5_000), outcomes::add));

        assertThat(end).isEqualTo(new BatchOutcome.Complete(5_000));
        assertThat(outcomes.stream().map(PushOutcome::id)).containsExactlyElementsOf(ids(0, 5_000));
        assertThat(seen).containsExactlyElementsOf(ids(0, 5_000));
    }

    @Test
    void afterALostConnectionOnlyTheLinesWithoutAnAnswerAreRepeated() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        String url = serve(request -> stream(request, connections.incrementAndGet() < 4 ? 100 : Integer.MAX_VALUE));
        Publisher publisher = publisher(new PublisherOptions(url).mostAtOnce(50));

        BatchOutcome end = await(publisher.batch(pushes(1_000), outcomes::add));

        assertThat(end).isEqualTo(new BatchOutcome.Complete(1_000));
        assertThat(outcomes.stream().map(PushOutcome::id)).containsExactlyElementsOf(ids(0, 1_000));
        assertThat(seen).containsAll(ids(0, 1_000));
        // Only lines that were in progress when a connection was lost came again.
        assertThat(seen).hasSizeLessThanOrEqualTo(1_000 + 3 * 50);
        assertThat(connections).hasValue(4);
    }

    @Test
    void aBatchReadsNoFurtherAheadThanItMay() throws Exception {
        CompletableFuture<Void> all = new CompletableFuture<>();
        String url = serve(request -> {
            AtomicInteger lines = new AtomicInteger();
            request.handler(RecordParser.newDelimited("\n", line -> {
                if (lines.incrementAndGet() == 50) {
                    all.complete(null);
                }
            }));
        });
        Publisher publisher = publisher(new PublisherOptions(url).mostAtOnce(50));
        publisher.batch(pushes(1_000), outcomes::add);
        all.get(20, TimeUnit.SECONDS);

        assertThat(read).hasValue(50);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aLineThatIsRefusedDoesNotStopTheOthers() throws Exception {
        String url = serve(request -> {
            request.response().setChunked(true);
            RecordParser lines = RecordParser.newDelimited("\n", line -> {
                JsonObject push = new JsonObject(line);
                request.response()
                        .write(
                                push.getString("id").equals("m1")
                                        ? "{\"error\":{\"code\":\"BAD_REQUEST\",\"message\":\"m\"}}\n"
                                        : answer(push) + "\n");
            });
            request.handler(lines).endHandler(over -> request.response().end());
        });

        await(publisher(new PublisherOptions(url)).batch(pushes(3), outcomes::add));

        assertThat(outcomes.get(1)).isEqualTo(new PushOutcome.Refused("m1", "BAD_REQUEST", "m"));
        assertThat(outcomes.get(2)).isInstanceOf(PushOutcome.Answered.class);
    }

    @Test
    void aBatchThatIsNotAllowedEndsAtOnce() throws Exception {
        String url = serve(
                request -> request.response().setStatusCode(403).end("{\"code\":\"FORBIDDEN\",\"detail\":\"scope\"}"));

        BatchOutcome end = await(publisher(new PublisherOptions(url)).batch(pushes(3), outcomes::add));

        assertThat(end).isEqualTo(new BatchOutcome.Broken(3, "FORBIDDEN", "scope"));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(PushOutcome.Refused.class));
    }

    @Test
    void aBatchThatNobodyTakesEndsAtItsDeadline() throws Exception {
        Publisher publisher = publisher(new PublisherOptions(goneUrl()).deadline(Duration.ofMillis(300)));

        assertThat(await(publisher.batch(pushes(3), outcomes::add)))
                .isInstanceOfSatisfying(
                        BatchOutcome.Broken.class, end -> assertThat(end.code()).isEqualTo("UNREACHABLE"));
    }

    @Test
    void aClosedPublisherEndsWhatIsUnderWay() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        Publisher publisher = publisher(new PublisherOptions(serve(request -> arrived.complete(null))));
        Future<PushOutcome> outcome = publisher.push(Push.to("alice", 1));
        arrived.get(20, TimeUnit.SECONDS);
        await(publisher.close());

        assertThat(await(outcome)).isInstanceOf(PushOutcome.Unknown.class);
        assertThat(await(publisher.push(Push.to("alice", 1)))).isInstanceOf(PushOutcome.Refused.class);
    }

    @Test
    void anEmptyBatchIsComplete() throws Exception {
        Publisher publisher = publisher(new PublisherOptions(serve(request -> stream(request, Integer.MAX_VALUE))));

        assertThat(await(publisher.batch(pushes(0), outcomes::add))).isEqualTo(new BatchOutcome.Complete(0));
    }

    /** Answers line by line; after so many answers the connection is gone. */
    private void stream(HttpServerRequest request, int answersBeforeTheEnd) {
        request.response().setChunked(true);
        int[] answers = {0};
        RecordParser lines = RecordParser.newDelimited("\n", line -> {
            JsonObject push = new JsonObject(line);
            if (answers[0] < answersBeforeTheEnd) {
                seen.add(push.getString("id"));
                request.response().write(answer(push) + "\n");
                if (++answers[0] == answersBeforeTheEnd) {
                    request.connection().close();
                }
            }
        });
        request.handler(lines).endHandler(over -> request.response().end());
    }

    private static String answer(JsonObject push) {
        return new JsonObject()
                .put("id", push.getString("id"))
                .put(
                        "results",
                        List.of(new JsonObject()
                                .put("user", push.getString("user"))
                                .put("state", "stored")
                                .put("epoch", "e")
                                .put("seq", 1)))
                .encode();
    }

    private Iterator<Push> pushes(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    read.incrementAndGet();
                    return Push.to("alice", Buffer.buffer("{\"n\":" + n + "}")).id("m" + n);
                })
                .iterator();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "m" + n).toList();
    }

    private Publisher publisher(PublisherOptions options) {
        return Publisher.http(vertx, options.backoff(Duration.ofMillis(1), Duration.ofMillis(50)));
    }

    private String serve(io.vertx.core.Handler<HttpServerRequest> handler) throws Exception {
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(handler).listen(0, LOOPBACK));
        return "http://" + LOOPBACK + ":" + server.actualPort();
    }

    /** Url of a server that is closed. */
    private String goneUrl() throws Exception {
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(request -> {}).listen(0, LOOPBACK));
        int port = server.actualPort();
        await(server.close());
        return "http://" + LOOPBACK + ":" + port;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
