package io.heartline.api;

import io.heartline.delivery.MessageIds;
import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out requests to push, as one order for each user, all at once. Owned by one event loop. */
final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final BiFunction<PushOrder, Runnable, Future<PushResult>> push;
    private final Supplier<NodeHealth> health;
    private final PublishRateLimit rateLimit;
    private final MessageIds ids;
    private final int maxBodyBytes;
    private final InFlightPushes inFlight = new InFlightPushes(InFlightPushes.MOST);
    private final WaitingPushes waiting;

    Publisher(ApiContext api, PublishRateLimit rateLimit, WaitingPushes waiting) {
        this.waiting = waiting;
        this.push = api.push();
        this.health = api.health();
        this.rateLimit = rateLimit;
        this.maxBodyBytes = api.config().maxBodyBytes();
        this.ids = new MessageIds(api.clock(), new SplittableRandom(new SecureRandom().nextLong()));
    }

    /**
     * Publishes; never fails. The orders are submitted before it returns, so that requests take effect in the order of
     * the calls. A node that is closing submits none, even if the request came before.
     *
     * @param who the publisher whose rate counts; a body that is too large costs nothing
     */
    Future<PushResponse> publish(String who, PushRequest request) {
        String id = request.id() == null ? ids.next() : request.id();
        Problem refusal = refusal(who, request);
        if (refusal != null) {
            return Future.succeededFuture(new PushResponse(id, request, List.of(), refusal));
        }
        Future<PushResponse> response = submit(who, request, id);
        return request.waitAcked() ? waiting.hold(request.body().length(), response) : response;
    }

    private Future<PushResponse> submit(String who, PushRequest request, String id) {
        // What waits for the results must not refer to the request: its body would stay in memory.
        List<String> users = request.users();
        boolean several = request.several();
        if (users.size() == 1) {
            return order(who, request, users.get(0), id)
                    .map(result -> new PushResponse(id, users, several, List.of(result), null));
        }
        List<Future<PushResult>> results =
                users.stream().map(user -> order(who, request, user, id)).toList();
        return Future.join(results).map(all -> new PushResponse(id, users, several, all.list(), null));
    }

    /** The pushes that wait for an answer. */
    InFlightPushes inFlight() {
        return inFlight;
    }

    private @Nullable Problem refusal(String who, PushRequest request) {
        Problem closing = health.get().closing();
        Problem busy = closing != null ? closing : inFlight.refusal();
        Problem problem = busy != null ? busy : tooLarge(request);
        if (problem == null && request.waitAcked()) {
            problem = waiting.refusal(who, request.users().size());
            problem =
                    problem != null ? problem : waiting.refusalOf(request.body().length());
        }
        return problem != null ? problem : rateLimit.take(who, request.users().size());
    }

    private @Nullable Problem tooLarge(PushRequest request) {
        int length = request.body().length();
        if (length <= maxBodyBytes) {
            return null;
        }
        String detail = "The body has " + length + " bytes; at most " + maxBodyBytes + " are taken.";
        return new Problem(ErrorCode.PAYLOAD_TOO_LARGE, detail, "body", null, null);
    }

    /** A push counts as in flight until it is stored; while it waits for an acknowledgement, it counts as waiting. */
    private Future<PushResult> order(String who, PushRequest request, String user, String id) {
        Promise<Void> stored = Promise.promise();
        Future<PushResult> result = push.apply(request.orderFor(user, id), stored::tryComplete)
                .otherwise(failure -> {
                    LOG.error("A push failed unexpectedly", failure);
                    return new PushResult.Unknown("The server lost track of the push.");
                });
        if (!request.waitAcked()) {
            return inFlight.add(result);
        }
        inFlight.add(Future.any(stored.future(), result));
        return waiting.add(who, result);
    }
}
