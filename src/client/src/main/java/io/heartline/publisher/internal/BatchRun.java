package io.heartline.publisher.internal;

import io.heartline.client.internal.Backoff;
import io.heartline.publisher.BatchOutcome;
import io.heartline.publisher.PushOutcome;
import io.heartline.publisher.internal.Route.Reply;
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
 * One batch: sends lines from a source to the server and reads their answers, over one connection after the other.
 *
 * <pre>
 *   source ─ read while there is room ─▶ unanswered ─▶ request
 *                                          ▲  first │       │
 *                               next node  │        ▼       ▼
 *                               all again ─┘     outcome ◀ response
 * </pre>
 *
 * <p>Unanswered lines are bounded in number and bytes; a new connection repeats them and no others. Owned by the
 * publisher's context.
 */
public final class BatchRun {
    private static final int MOST_BYTES = 1 << 20;
    /** Maximum time for which the server waits for the acknowledgement of a line. */
    private static final int MOST_WAIT_MILLIS = 30_000;

    private final PublisherContext context;
    private final HttpRoute route;
    private final Iterator<EncodedPush> source;
    private final Consumer<PushOutcome> outcomes;
    private final Backoff backoff;
    private final Promise<BatchOutcome> end = Promise.promise();

    private final Deque<Line> unanswered = new ArrayDeque<>();
    private int bytes;
    private long answered;
    private long progressAt;
    /** True if a lost connection may have stored unanswered lines. */
    private boolean doubt;

    private @Nullable Stream stream;

    private record Line(String id, Buffer json) {}

    public BatchRun(
            PublisherContext context, HttpRoute route, Iterator<EncodedPush> source, Consumer<PushOutcome> outcomes) {
        this.context = context;
        this.route = route;
        this.source = source;
        this.outcomes = outcomes;
        this.backoff = context.backoff();
    }

    /** Starts; the Future fails only if the source or the consumer throws. */
    public Future<BatchOutcome> start() {
        progressAt = context.loop().now();
        connect();
        return end.future();
    }

    private void connect() {
        Stream next = new Stream();
        stream = next;
        route.request(
                        "/v1/push/batch",
                        HttpRoute.NDJSON,
                        context.settings().tryWithin.toMillis() + MOST_WAIT_MILLIS)
                .onComplete(ready -> context.loop().run(() -> {
                    if (ready.succeeded()) {
                        next.open(ready.result());
                    } else {
                        next.onReply(HttpRoute.unreachable(ready.cause()));
                    }
                }));
    }

    private boolean hasRoom() {
        return unanswered.size() < context.settings().mostAtOnce && bytes < MOST_BYTES;
    }

    /** Reads the next line of the source, which is then unanswered; null if there is none. */
    private @Nullable Line read() {
        if (!source.hasNext()) {
            return null;
        }
        EncodedPush push = source.next();
        Line line = new Line(push.id(), push.json().appendString("\n"));
        unanswered.add(line);
        bytes += line.json.length();
        return line;
    }

    private void complete(Line line, PushOutcome outcome) {
        bytes -= line.json.length();
        answered++;
        outcomes.accept(outcome);
    }

    /** Repeats with the next node after a lost connection, unless no answer came for too long. */
    private void retry(Reply reply) {
        stream = null;
        route.next();
        long wait = Math.max(backoff.next(), reply.retryAfterMillis());
        if (context.loop().now() + wait - progressAt
                >= context.settings().deadline.toMillis()) {
            giveUp(Answers.refused("", reply));
        } else {
            context.loop().after(wait, this::connect);
        }
    }

    private void giveUp(PushOutcome.Refused why) {
        stream = null;
        for (Line line = unanswered.poll(); line != null; line = unanswered.poll()) {
            complete(
                    line,
                    doubt
                            ? new PushOutcome.Unknown(line.id, why.message())
                            : new PushOutcome.Refused(line.id, why.code(), why.message()));
        }
        end.complete(new BatchOutcome.Broken(answered, why.code(), why.message()));
    }

    /** Ends the batch after the source or the consumer threw: the program has a bug. */
    private void fail(RuntimeException wrong) {
        if (stream != null) {
            stream.abort();
            stream = null;
        }
        end.tryFail(wrong);
    }

    /** One connection. Its events are ignored once it is not the current one any more. */
    private final class Stream {
        private @Nullable HttpClientRequest request;
        private boolean ended;

        void open(HttpClientRequest opened) {
            request = opened.setChunked(true);
            opened.exceptionHandler(failure -> context.loop().run(() -> onReply(Reply.lost(failure))));
            opened.response().onComplete(answer -> {
                if (answer.succeeded()) {
                    onResponse(answer.result());
                } else {
                    context.loop().run(() -> onReply(Reply.lost(answer.cause())));
                }
            });
            opened.drainHandler(drained -> context.loop().run(this::sendLines));
            List.copyOf(unanswered).forEach(line -> opened.write(line.json));
            sendLines();
        }

        private void onResponse(HttpClientResponse response) {
            if (response.statusCode() != 200) {
                HttpRoute.reply(response).otherwise(Reply::lost).onSuccess(reply -> context.loop()
                        .run(() -> onReply(reply)));
                return;
            }
            RecordParser lines =
                    RecordParser.newDelimited("\n", line -> context.loop().run(() -> onAnswer(line)));
            lines.maxRecordSize(MOST_BYTES);
            lines.exceptionHandler(failure -> context.loop().run(() -> onReply(Reply.lost(failure))));
            response.exceptionHandler(failure -> context.loop().run(() -> onReply(Reply.lost(failure))));
            response.endHandler(over -> context.loop().run(this::onEnd));
            response.handler(lines);
        }

        /** Sends lines while there is room; ends the request after the last one. */
        private void sendLines() {
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
            Line line = unanswered.peek();
            PushOutcome outcome = line == null ? null : Answers.of(line.id, text);
            if (line == null || outcome == null) {
                onReply(Reply.lost(new IllegalStateException("an answer can't be read")));
                return;
            }
            unanswered.remove();
            progressAt = context.loop().now();
            backoff.reset();
            try {
                complete(line, outcome);
            } catch (RuntimeException wrong) {
                fail(wrong);
                return;
            }
            sendLines();
        }

        private void onEnd() {
            if (stream == this && ended && unanswered.isEmpty()) {
                stream = null;
                end.complete(new BatchOutcome.Complete(answered));
            } else {
                onReply(Reply.lost(new IllegalStateException("the connection ended before the batch")));
            }
        }

        /** The connection ended before the batch, with this reply. */
        void onReply(Reply reply) {
            if (stream != this) {
                return;
            }
            abort();
            doubt |= reply.leavesDoubt();
            if (reply.isRetryable()) {
                retry(reply);
            } else {
                giveUp(Answers.refused("", reply));
            }
        }

        void abort() {
            if (request != null) {
                request.reset();
            }
        }
    }
}
