package io.heartline.client;

import io.heartline.client.Route.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One batch: lines from a source to the server, and their answers back, over as many connections as it takes.
 *
 * <pre>
 *   source ─ read while there is room ─▶ owed (in order) ─▶ request
 *                                          ▲ first │            │
 *                               next node  │       ▼            ▼
 *                               all again ─┘    outcome ◀─── response
 * </pre>
 *
 * <p>What is owed is what has no answer: it is bounded, and all that a new connection has to repeat. Owned by the publisher's
 * context.
 */
final class BatchRun {
    private static final int MOST_BYTES = 1 << 20;
    /** How long a line may have the server wait for an acknowledgement. */
    private static final int MOST_WAIT_MILLIS = 30_000;

    private final PublisherSite site;
    private final HttpRoute route;
    private final Iterator<Push> source;
    private final Consumer<PushOutcome> outcomes;
    private final Backoff backoff;
    private final Promise<BatchOutcome> end = Promise.promise();

    private final Deque<Line> owed = new ArrayDeque<>();
    private int bytes;
    private long answered;
    private long progressAt;
    /** Whether what is owed may have been stored by a connection that was lost. */
    private boolean doubt;

    private @Nullable Stream stream;

    private record Line(String id, Buffer json) {}

    BatchRun(PublisherSite site, HttpRoute route, Iterator<Push> source, Consumer<PushOutcome> outcomes) {
        this.site = site;
        this.route = route;
        this.source = source;
        this.outcomes = outcomes;
        this.backoff = site.backoff();
    }

    Future<BatchOutcome> start() {
        progressAt = site.loop().now();
        connect();
        return end.future();
    }

    private void connect() {
        Stream next = new Stream();
        stream = next;
        route.request(
                        "/v1/push/batch",
                        HttpRoute.NDJSON,
                        site.options().tryWithin.toMillis() + MOST_WAIT_MILLIS)
                .onComplete(ready -> site.loop().run(() -> {
                    if (ready.succeeded()) {
                        next.open(ready.result());
                    } else {
                        next.onReply(HttpRoute.unreachable(ready.cause()));
                    }
                }));
    }

    private boolean hasRoom() {
        return owed.size() < site.options().mostAtOnce && bytes < MOST_BYTES;
    }

    /** The next line of the source, owed from now on; null where there is none. */
    private @Nullable Line read() {
        if (!source.hasNext()) {
            return null;
        }
        Push push = source.next();
        Line line = new Line(String.valueOf(push.id()), push.json().appendString("\n"));
        owed.add(line);
        bytes += line.json.length();
        return line;
    }

    private void settle(Line line, PushOutcome outcome) {
        bytes -= line.json.length();
        answered++;
        outcomes.accept(outcome);
    }

    /** The connection has ended before the batch: again with the next node, unless nothing has moved for too long. */
    private void again(Reply reply) {
        stream = null;
        route.next();
        long wait = Math.max(backoff.next(), reply.retryAfterMillis());
        if (site.loop().now() + wait - progressAt >= site.options().deadline.toMillis()) {
            giveUp(Answers.refused("", reply));
        } else {
            site.loop().after(wait, this::connect);
        }
    }

    private void giveUp(PushOutcome.Refused why) {
        stream = null;
        for (Line line = owed.poll(); line != null; line = owed.poll()) {
            settle(
                    line,
                    doubt
                            ? new PushOutcome.Unknown(line.id, why.message())
                            : new PushOutcome.Refused(line.id, why.code(), why.message()));
        }
        end.complete(new BatchOutcome.Broken(answered, why.code(), why.message()));
    }

    /** The source or the consumer threw: the program is wrong. */
    private void fail(RuntimeException wrong) {
        if (stream != null) {
            stream.leave();
            stream = null;
        }
        end.tryFail(wrong);
    }

    /** One connection; once it is not the batch's any more, nothing of it counts. */
    private final class Stream {
        private @Nullable HttpClientRequest request;
        private boolean ended;

        void open(HttpClientRequest opened) {
            request = opened.setChunked(true);
            opened.exceptionHandler(failure -> site.loop().run(() -> onReply(Reply.lost(failure))));
            opened.response().onComplete(answer -> {
                if (answer.succeeded()) {
                    onResponse(answer.result());
                } else {
                    site.loop().run(() -> onReply(Reply.lost(answer.cause())));
                }
            });
            opened.drainHandler(drained -> site.loop().run(this::pump));
            List.copyOf(owed).forEach(line -> opened.write(line.json));
            pump();
        }

        private void onResponse(HttpClientResponse response) {
            if (response.statusCode() != 200) {
                HttpRoute.reply(response).otherwise(Reply::lost).onSuccess(reply -> site.loop()
                        .run(() -> onReply(reply)));
                return;
            }
            RecordParser lines =
                    RecordParser.newDelimited("\n", line -> site.loop().run(() -> onAnswer(line)));
            lines.maxRecordSize(MOST_BYTES);
            lines.exceptionHandler(failure -> site.loop().run(() -> onReply(Reply.lost(failure))));
            response.exceptionHandler(failure -> site.loop().run(() -> onReply(Reply.lost(failure))));
            response.endHandler(over -> site.loop().run(this::onEnd));
            response.handler(lines);
        }

        /** Sends lines while there is room; ends the request after the last. */
        private void pump() {
            if (stream != this || request == null || ended) {
                return;
            }
            try {
                while (hasRoom() && !request.writeQueueFull()) {
                    Line line = read();
                    if (line == null) {
                        ended = true;
                        request.end();
                        return;
                    }
                    request.write(line.json);
                }
            } catch (RuntimeException wrong) {
                fail(wrong);
            }
        }

        private void onAnswer(Buffer text) {
            if (stream != this) {
                return;
            }
            Line line = owed.peek();
            PushOutcome outcome = line == null ? null : Answers.of(line.id, text);
            if (line == null || outcome == null) {
                onReply(Reply.lost(new IllegalStateException("an answer can't be read")));
                return;
            }
            owed.remove();
            progressAt = site.loop().now();
            backoff.reset();
            try {
                settle(line, outcome);
            } catch (RuntimeException wrong) {
                fail(wrong);
                return;
            }
            pump();
        }

        private void onEnd() {
            if (stream == this && ended && owed.isEmpty()) {
                stream = null;
                end.complete(new BatchOutcome.Complete(answered));
            } else {
                onReply(Reply.lost(new IllegalStateException("the connection ended before the batch")));
            }
        }

        /** It is over, and not well. */
        void onReply(Reply reply) {
            if (stream != this) {
                return;
            }
            leave();
            doubt |= reply.leavesDoubt();
            if (reply.isWorthRepeating()) {
                again(reply);
            } else {
                giveUp(Answers.refused("", reply));
            }
        }

        void leave() {
            if (request != null) {
                request.reset();
            }
        }
    }
}
