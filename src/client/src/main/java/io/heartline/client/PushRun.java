package io.heartline.client;

import io.heartline.client.Route.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/**
 * One push, from its first try to its outcome: again with the same id while that may change something and time is left.
 * Owned by the publisher's context.
 */
final class PushRun {
    private static final Set<String> PASSING = Set.of("UNAVAILABLE", "RATE_LIMITED");

    private final Loop loop;
    private final Route route;
    private final Backoff backoff;
    private final String id;
    private final Buffer json;
    private final long tryMillis;
    private final long deadline;
    private final Promise<PushOutcome> outcome = Promise.promise();
    /** Whether a try so far may have stored it. */
    private boolean doubt;

    /** {@code push} has its id. */
    PushRun(PublisherSite site, Route route, Push push, String id) {
        this.loop = site.loop();
        this.route = route;
        this.backoff = site.backoff();
        this.id = id;
        this.json = push.json();
        this.tryMillis = site.options().tryWithin.toMillis() + push.waitMillis();
        this.deadline = loop.now() + site.options().deadline.toMillis() + push.waitMillis();
    }

    Future<PushOutcome> start() {
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
        doubt = (doubt || reply.leavesDoubt()) && !reply.settlesDoubt();
        PushOutcome.Refused refused = Answers.refused(id, reply);
        PushOutcome otherwise = doubt ? new PushOutcome.Unknown(id, refused.message()) : refused;
        if (reply.isWorthRepeating()) {
            again(reply.retryAfterMillis(), otherwise);
        } else {
            outcome.complete(otherwise);
        }
    }

    private void onAnswer(Reply reply) {
        PushOutcome answer = Answers.of(id, reply.body());
        if (answer == null) {
            doubt = true;
            again(0, new PushOutcome.Unknown(id, "the answer can't be read"));
        } else if (isPassing(answer)) {
            again(0, answer);
        } else {
            outcome.complete(answer);
        }
    }

    /** Whether the answer for some of the users may be another one later. */
    private static boolean isPassing(PushOutcome outcome) {
        return outcome instanceof PushOutcome.Answered answered
                && answered.results().stream()
                        .anyMatch(result -> result instanceof UserResult.Unknown
                                || (result instanceof UserResult.Rejected rejected
                                        && PASSING.contains(rejected.code())));
    }

    /** Tries again, unless the deadline comes first; then it is over. */
    private void again(long retryAfterMillis, PushOutcome otherwise) {
        long wait = Math.max(backoff.next(), retryAfterMillis);
        if (loop.now() + wait >= deadline) {
            outcome.complete(otherwise);
        } else {
            loop.after(wait, this::attempt);
        }
    }
}
