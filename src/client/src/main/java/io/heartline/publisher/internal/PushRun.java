package io.heartline.publisher.internal;

import io.heartline.client.internal.Backoff;
import io.heartline.client.internal.Loop;
import io.heartline.publisher.PushOutcome;
import io.heartline.publisher.UserResult;
import io.heartline.publisher.internal.Route.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * One push, from its first try to its outcome. Repeats it with the same id while that may help and time is left.
 * Owned by the publisher's context.
 */
public final class PushRun {
    private static final Set<String> TEMPORARY = Set.of("UNAVAILABLE", "RATE_LIMITED");

    private final Loop loop;
    private final Route route;
    private final Backoff backoff;
    private final String id;
    private final Buffer json;
    private final long tryMillis;
    private final long deadline;
    private final Promise<PushOutcome> outcome = Promise.promise();
    /** True if an earlier try may have stored it. */
    private boolean doubt;

    public PushRun(PublisherContext context, Route route, EncodedPush push) {
        this.loop = context.loop();
        this.route = route;
        this.backoff = context.backoff();
        this.id = push.id();
        this.json = push.json();
        this.tryMillis = context.settings().tryWithin.toMillis() + push.waitMillis();
        this.deadline = loop.now() + context.settings().deadline.toMillis() + push.waitMillis();
    }

    /** Starts; the Future never fails. */
    public Future<PushOutcome> start() {
        attempt();
        return outcome.future();
    }

    private void attempt() {
        long left = Math.max(1, deadline - loop.now());
        route.push(json, Math.min(tryMillis, left)).onSuccess(reply -> loop.run(() -> onReply(reply)));
    }

    private void onReply(Reply reply) {
        if (reply.isAnswer()) {
            onAnswer(reply);
            return;
        }
        doubt = (doubt || reply.leavesDoubt()) && !reply.resolvesDoubt();
        PushOutcome.Refused refused = Answers.refused(id, reply);
        PushOutcome otherwise = doubt ? new PushOutcome.Unknown(id, refused.message()) : refused;
        if (reply.isRetryable()) {
            retry(reply.retryAfterMillis(), otherwise);
        } else {
            outcome.complete(otherwise);
        }
    }

    private void onAnswer(Reply reply) {
        PushOutcome answer = Answers.of(id, reply.body());
        if (answer == null) {
            doubt = true;
            retry(0, new PushOutcome.Unknown(id, "the answer can't be read"));
        } else if (isTemporary(answer)) {
            retry(0, answer);
        } else {
            outcome.complete(answer);
        }
    }

    /** True if the answer for some of the users may be another one later. */
    private static boolean isTemporary(PushOutcome outcome) {
        return outcome instanceof PushOutcome.Answered answered
                && answered.results().stream()
                        .anyMatch(result -> result instanceof UserResult.Unknown
                                || (result instanceof UserResult.Rejected rejected
                                        && TEMPORARY.contains(rejected.code())));
    }

    /** Schedules the next try. If the deadline comes first, ends with {@code otherwise}. */
    private void retry(long retryAfterMillis, PushOutcome otherwise) {
        long wait = Math.max(backoff.next(), retryAfterMillis);
        if (loop.now() + wait >= deadline) {
            outcome.complete(otherwise);
        } else {
            loop.after(wait, this::attempt);
        }
    }
}
