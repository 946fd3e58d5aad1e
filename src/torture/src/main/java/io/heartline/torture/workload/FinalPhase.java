package io.heartline.torture.workload;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.UserSeen;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The end of a run: waits until no message is pending, closes the devices, waits until their sessions are gone, and queries every
 * user a last time. Owned by the run's event loop.
 */
final class FinalPhase {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(15);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 200;
    private static final int ASKED_AT_ONCE = 16;

    private final WorkloadContext run;
    private final Devices devices;
    private final Queries queries;
    private final SplittableRandom random;

    FinalPhase(WorkloadContext run, Devices devices, Queries queries) {
        this.run = run;
        this.devices = devices;
        this.queries = queries;
        this.random = new SplittableRandom(run.config().seed() + 2);
    }

    /** Never fails. */
    Future<FinalState> settle() {
        devices.calm();
        long within = run.config().settle().toMillis();
        long until = run.now() + within;
        return run.untilNone(() -> devices.count() - devices.online(), until)
                .compose(online -> users(seen -> seen.pending() == 0, until).compose(pending -> devices.part()
                        .compose(parted -> users(seen -> seen.sessions().isEmpty(), run.now() + GONE_WITHIN.toMillis()))
                        .compose(connected ->
                                last().map(unseen -> new FinalState(online, pending, connected, unseen)))));
    }

    private Future<List<String>> last() {
        run.record(new Event.Phase(run.now(), "end"));
        return users(seen -> true, run.now() + SEEN_WITHIN.toMillis());
    }

    /** Queries all users repeatedly until a condition holds; completes with the users for which it never held. */
    private Future<List<String>> users(Predicate<UserSeen> fact, long until) {
        List<String> all = IntStream.rangeClosed(1, run.config().crowd().users())
                .mapToObj(Devices::user)
                .toList();
        return again(all, fact, until);
    }

    private Future<List<String>> again(List<String> left, Predicate<UserSeen> fact, long until) {
        List<String> still = new ArrayList<>();
        return round(left, 0, fact, still).compose(done -> {
            if (still.isEmpty() || run.now() >= until) {
                return Future.succeededFuture(List.copyOf(still));
            }
            return run.vertx().timer(PAUSE_MILLIS).compose(now -> again(still, fact, until));
        });
    }

    private Future<Void> round(List<String> users, int from, Predicate<UserSeen> fact, List<String> still) {
        if (from >= users.size()) {
            return Future.succeededFuture();
        }
        List<String> some = users.subList(from, Math.min(users.size(), from + ASKED_AT_ONCE));
        List<Future<Boolean>> looks =
                some.stream().map(user -> look(user, fact, still)).toList();
        return Future.all(looks).compose(all -> round(users, from + some.size(), fact, still));
    }

    private Future<Boolean> look(String user, Predicate<UserSeen> fact, List<String> still) {
        return queries.user(run.elsewhere(null, random), user)
                .map(fact::test)
                .otherwise(false)
                .onSuccess(holds -> {
                    if (!holds) {
                        still.add(user);
                    }
                });
    }
}
