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
 * A batch: one push in each line of the request, and its answer in the same line of the response.
 *
 * <p>Pushes are submitted in line order and run concurrently; answers are written in line order, as soon as those
 * before them are. The request is paused while too many pushes are in flight or the publisher does not read its
 * answers, so that a batch of any length holds a bounded part of itself. A batch that brings no line and takes no
 * answer for long is ended. Owned by the event loop of the request.
 *
 * <pre>
 *   request → LineSplitter → publish → unanswered (first in, first out) → response
 *      ↑ paused while the queue is full, or the response
 * </pre>
 */
final class PushBatch {
    /** The most bytes of lines in flight; one line is always allowed. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Function<PushRequest, Future<PushResponse>> publish;
    private final ApiConfig config;
    private final IntSupplier most;
    private final LineSplitter lines;
    private final Context context = Vertx.currentContext();

    private final Deque<Answer> unanswered = new ArrayDeque<>();
    private int pushes;
    private int bytes;
    private boolean ended;
    private boolean flushing;
    private boolean gone;
    private boolean moved;
    private long idleTimer;

    /** An answer in the queue, empty at first. */
    private static final class Answer {
        private final int bytes;
        private int pushes = 1;
        private @Nullable JsonBytes text;

        Answer(int bytes) {
            this.bytes = bytes;
        }
    }

    /** @param most the most pushes in flight; asked before each line */
    PushBatch(
            HttpServerRequest request,
            ApiConfig config,
            IntSupplier most,
            Function<PushRequest, Future<PushResponse>> publish) {
        this.request = request;
        this.response = request.response();
        this.config = config;
        this.most = most;
        this.publish = publish;
        this.lines = new LineSplitter(config.maxRequestBytes());
    }

    /** Starts; the response has its status and headers. */
    void start() {
        idleTimer = context.owner().setPeriodic(config.patience().toMillis(), timer -> endIfIdle());
        response.setChunked(true).drainHandler(drained -> pump());
        request.handler(this::onChunk).endHandler(this::onEnd).exceptionHandler(gone -> forget());
        BodyReader.goOn(request);
    }

    /** Takes the lines that have arrived and no more; ends once they are answered. */
    void finish() {
        ended = true;
        request.handler(unread -> {}).endHandler(end -> {}).resume();
        pump();
    }

    /** Stops: the client is gone. */
    void forget() {
        gone = true;
        unanswered.clear();
        context.owner().cancelTimer(idleTimer);
    }

    /**
     * Ends a batch that made no progress since the last check. If the publisher does not read, the gateway closes its
     * connection.
     */
    private void endIfIdle() {
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

    /** Takes lines while there is room, and reads on once all are taken. */
    private void pump() {
        while (!gone && hasRoom()) {
            LineSplitter.Line line = lines.next();
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
        } else if (unanswered.isEmpty() && !response.ended()) {
            response.end();
        }
    }

    private boolean hasRoom() {
        return pushes < most.getAsInt() && bytes < MOST_BYTES && !response.writeQueueFull();
    }

    private void take(LineSplitter.Line line) {
        Buffer content = line.content();
        moved = true;
        Answer answer = new Answer(content == null ? 0 : content.length());
        unanswered.add(answer);
        try {
            PushRequest push = PushRequest.read(orRefuse(content).getBytes());
            answer.pushes = push.users().size();
            publish.apply(push).onSuccess(published -> onAnswer(answer, published.json()));
        } catch (RuntimeException fault) {
            onAnswer(
                    answer,
                    PushResponse.error(new JsonBytes(128).raw('{'), ProblemMapper.problemOf(fault))
                            .raw('}'));
        }
        pushes += answer.pushes;
        bytes += answer.bytes;
    }

    private Buffer orRefuse(@Nullable Buffer content) {
        if (content == null) {
            String detail = "The line is longer than " + config.maxRequestBytes() + " bytes.";
            throw Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, detail).exception();
        }
        return content;
    }

    private void onAnswer(Answer answer, JsonBytes text) {
        answer.text = text;
        if (!flushing && !gone) {
            // Once for all answers of this turn of the event loop.
            flushing = true;
            context.runOnContext(turn -> flush());
        }
    }

    private void flush() {
        flushing = false;
        Buffer ready = Buffer.buffer();
        Answer first = unanswered.peek();
        while (first != null && first.text != null) {
            first.text.raw('\n').appendTo(ready);
            pushes -= first.pushes;
            bytes -= first.bytes;
            unanswered.remove();
            first = unanswered.peek();
        }
        if (ready.length() > 0 && !gone) {
            moved = true;
            response.write(ready);
        }
        pump();
    }
}
