package io.heartline.api;

import io.heartline.protocol.internal.JsonBytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch: a push in each line of the request, its answer in the same line of the response.
 *
 * <p>Pushes are given in line order and run side by side; answers leave in line order, as soon as those before them have.
 * The request is paused while too much is under way or the publisher does not read its answers, so a batch of any length
 * holds a bounded part of itself. One that brings no line and takes no answer for long is ended. Owned by the event loop of
 * the request.
 *
 * <pre>
 *   request → Lines → publish → under way (first in, first out) → response
 *      ↑ paused while the queue is full, or the response
 * </pre>
 */
final class Batch {
    /** How many bytes of lines may be under way at once; one line always may. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Function<PushRequest, Future<Published>> publish;
    private final ApiConfig config;
    private final IntSupplier most;
    private final Lines lines;
    private final Context context = Vertx.currentContext();

    private final Deque<Answer> underWay = new ArrayDeque<>();
    private int pushes;
    private int bytes;
    private boolean ended;
    private boolean flushing;
    private boolean gone;
    private boolean moved;
    private long watch;

    /** The place of an answer in the queue, empty at first. */
    private static final class Answer {
        private final int bytes;
        private int pushes = 1;
        private @Nullable JsonBytes text;

        Answer(int bytes) {
            this.bytes = bytes;
        }
    }

    /** With {@code most} pushes under way at once, asked again and again. */
    Batch(
            HttpServerRequest request,
            ApiConfig config,
            IntSupplier most,
            Function<PushRequest, Future<Published>> publish) {
        this.request = request;
        this.response = request.response();
        this.config = config;
        this.most = most;
        this.publish = publish;
        this.lines = new Lines(config.maxRequestBytes());
    }

    /** Starts; the response has its status and headers. */
    void start() {
        watch = context.owner().setPeriodic(config.patience().toMillis(), timer -> look());
        response.setChunked(true).drainHandler(drained -> pump());
        request.handler(this::onChunk).endHandler(this::onEnd).exceptionHandler(gone -> forget());
        BodyReader.goOn(request);
    }

    /** Takes the lines that have come and no more: it ends once they are answered, whatever is still being sent. */
    void finish() {
        ended = true;
        request.handler(unread -> {}).endHandler(end -> {}).resume();
        pump();
    }

    /** Its answers reach nobody any more. */
    void forget() {
        gone = true;
        underWay.clear();
        context.owner().cancelTimer(watch);
    }

    /** Ends what has not moved since the last look. Where it is the publisher that does not read, its gateway hangs up. */
    private void look() {
        if (moved) {
            moved = false;
        } else if (!response.writeQueueFull()) {
            finish();
        }
    }

    private void onChunk(Buffer chunk) {
        lines.add(chunk);
        pump();
    }

    private void onEnd(Void end) {
        ended = true;
        lines.end();
        pump();
    }

    /** Takes lines while there is room, and more of the request once all are taken. */
    private void pump() {
        while (!gone && hasRoom()) {
            Lines.Line line = lines.next();
            if (line == null) {
                askForMore();
                return;
            }
            take(line);
        }
        if (!gone && !ended) {
            request.pause();
        }
    }

    private void askForMore() {
        if (!ended) {
            request.resume();
        } else if (underWay.isEmpty() && !response.ended()) {
            response.end();
        }
    }

    private boolean hasRoom() {
        return pushes < most.getAsInt() && bytes < MOST_BYTES && !response.writeQueueFull();
    }

    private void take(Lines.Line line) {
        Buffer content = line.content();
        moved = true;
        Answer answer = new Answer(content == null ? 0 : content.length());
        underWay.add(answer);
        try {
            PushRequest push = PushRequest.read(orRefuse(content).getBytes());
            answer.pushes = push.users().size();
            publish.apply(push).onSuccess(published -> onAnswer(answer, published.json()));
        } catch (RuntimeException fault) {
            onAnswer(
                    answer,
                    Published.error(new JsonBytes(128).raw('{'), Failures.problemOf(fault))
                            .raw('}'));
        }
        pushes += answer.pushes;
        bytes += answer.bytes;
    }

    private Buffer orRefuse(@Nullable Buffer content) {
        if (content == null) {
            String detail = "The line is longer than " + config.maxRequestBytes() + " bytes.";
            throw Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, detail).refused();
        }
        return content;
    }

    private void onAnswer(Answer answer, JsonBytes text) {
        answer.text = text;
        if (!flushing && !gone) {
            // Once for all answers that come in the same turn of the loop.
            flushing = true;
            context.runOnContext(turn -> flush());
        }
    }

    private void flush() {
        flushing = false;
        Buffer ready = Buffer.buffer();
        Answer first = underWay.peek();
        while (first != null && first.text != null) {
            first.text.raw('\n').appendTo(ready);
            pushes -= first.pushes;
            bytes -= first.bytes;
            underWay.remove();
            first = underWay.peek();
        }
        if (ready.length() > 0 && !gone) {
            moved = true;
            response.write(ready);
        }
        pump();
    }
}
