package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Channel;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.workload.WorkloadConfig.Pushes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The publishers: push messages at a rate, and retry each with the same id until it is stored or its time is over. They pause while
 * too many are open. A node that does not answer delays only its share of them. Owned by the run's event loop.
 *
 * <pre>
 *   due ─▶ begun ─▶ sent ──▶ stored
 *                   ▲   ├──▶ refused, unknown ─▶ given up
 *                   └── backoff ──┘
 * </pre>
 */
final class Publishers {
    private static final long TICK_MILLIS = 20;
    /** The number of ticks after which a batch is sent, full or not. */
    private static final int BATCH_TICKS = 10;

    private static final int MOST_BATCH = 20;
    private static final int DRAWS = 8;
    private static final int USER_TRIES = 8;
    private static final String BUS = "bus";

    private final WorkloadContext run;
    private final Pushes config;
    private final HttpRoute http;
    private final @Nullable BusRoute bus;
    private final SplittableRandom random;
    private final Map<Site, Integer> underWay = new HashMap<>();
    /** Users with a full mailbox. They get no new messages until one is stored. */
    private final Set<String> full = new HashSet<>();

    private List<Push> batch = new ArrayList<>();
    private int batchSize = MOST_BATCH;
    private double due;
    private long lastTick;
    private int ticks;
    private int open;
    private boolean calm;
    private boolean stopped;
    private final Promise<Void> quiet = Promise.promise();
    private long timer;

    Publishers(WorkloadContext run, HttpRoute http, @Nullable BusRoute bus) {
        this.run = run;
        this.config = run.config().pushes();
        this.http = http;
        this.bus = bus;
        this.random = new SplittableRandom(~run.config().seed());
    }

    void start() {
        lastTick = run.now();
        timer = run.vertx().setPeriodic(TICK_MILLIS, now -> tick());
    }

    /** Begins no new message; completes when none is open. */
    Future<Void> calm() {
        calm = true;
        run.vertx().cancelTimer(timer);
        sendBatch();
        settleIfQuiet();
        return quiet.future();
    }

    /** Sends nothing any more. */
    void stop() {
        stopped = true;
        run.vertx().cancelTimer(timer);
    }

    private void settleIfQuiet() {
        if (calm && open == 0) {
            quiet.tryComplete();
        }
    }

    private void tick() {
        long now = run.now();
        // After a pause, at most a tenth of a second is made up for.
        due = Math.min(due + config.rate() * (now - lastTick) / 1_000.0, Math.max(1, config.rate() / 10.0));
        lastTick = now;
        while (due >= 1 && open < config.open()) {
            due--;
            begin();
        }
        if (++ticks % BATCH_TICKS == 0) {
            sendBatch();
        }
    }

    private void begin() {
        String user = user();
        if (user == null) {
            return;
        }
        open++;
        run.counters().add(Count.BEGUN);
        long number = run.counters().of(Count.BEGUN);
        long ttl = random.nextDouble() < config.ttlShare() ? config.ttl().toMillis() : 0;
        Push push = new Push(user, number, ttl, run.now(), new Backoff(50, 2_000, random));
        if (isForBus()) {
            tryByBus(push);
        } else if (random.nextDouble() < config.batchShare()) {
            batch.add(push);
            if (batch.size() >= batchSize) {
                sendBatch();
            }
        } else {
            tryByHttp(push);
        }
    }

    private @Nullable String user() {
        for (int i = 0; i < USER_TRIES; i++) {
            String user = Devices.user(1 + random.nextInt(run.config().crowd().users()));
            if (!full.contains(user)) {
                return user;
            }
        }
        return null;
    }

    private boolean isForBus() {
        WorkloadConfig.Bus share = run.config().bus();
        return bus != null && share != null && random.nextDouble() < share.share() && bus.isReady();
    }

    private void again(Push push) {
        if (stopped) {
            return;
        }
        if (isForBus()) {
            tryByBus(push);
        } else {
            tryByHttp(push);
        }
    }

    private void tryByBus(Push push) {
        if (bus != null) {
            push.sentTo(null);
            tried(push, Channel.BUS, BUS);
            bus.push(push).onSuccess(answer -> onAnswer(push, BUS, answer));
        }
    }

    private void tryByHttp(Push push) {
        Site site = site(push.last());
        push.sentTo(site);
        tried(push, Channel.HTTP, site.name());
        underWay.merge(site, 1, Integer::sum);
        http.push(site, push).onSuccess(answer -> {
            underWay.merge(site, -1, Integer::sum);
            onAnswer(push, site.name(), answer);
        });
    }

    private void sendBatch() {
        if (batch.isEmpty()) {
            return;
        }
        List<Push> pushes = batch;
        batch = new ArrayList<>();
        batchSize = 2 + random.nextInt(MOST_BATCH - 1);
        Site site = site(null);
        for (Push push : pushes) {
            push.sentTo(site);
            tried(push, Channel.HTTP, site.name());
        }
        underWay.merge(site, pushes.size(), Integer::sum);
        http.push(site, pushes, (push, answer) -> {
            underWay.merge(site, -1, Integer::sum);
            onAnswer(push, site.name(), answer);
        });
    }

    /** A random site; one with no more than its share under way, if one is found within a few draws. */
    private Site site(@Nullable Site last) {
        Site site = run.elsewhere(last, random);
        int share = config.open() / run.sites().size();
        for (int i = 0; i < DRAWS && underWay.getOrDefault(site, 0) > share; i++) {
            site = run.elsewhere(last, random);
        }
        return site;
    }

    private void tried(Push push, Channel channel, String node) {
        run.record(new Event.Tried(run.now(), push.user(), push.id(), push.number(), push.ttlMillis(), channel, node));
    }

    private void onAnswer(Push push, String node, Answer answer) {
        run.record(new Event.Answered(
                run.now(),
                push.user(),
                push.id(),
                node,
                answer.fate(),
                answer.status(),
                answer.code(),
                answer.position(),
                answer.duplicate()));
        if (answer.fate() == Fate.STORED) {
            run.counters().add(Count.STORED);
            close(push);
            return;
        }
        run.counters().add(answer.fate() == Fate.REFUSED ? Count.REFUSED : Count.UNKNOWN);
        if (answer.isFull()) {
            full.add(push.user());
        }
        long wait = Math.max(push.backoff().next(), answer.retryAfterMillis());
        if (answer.again()
                && run.now() + wait - push.begunAt() < config.giveUp().toMillis()) {
            run.vertx().setTimer(wait, now -> again(push));
        } else {
            run.counters().add(Count.GIVEN_UP);
            run.record(new Event.GivenUp(run.now(), push.user(), push.id()));
            close(push);
        }
    }

    private void close(Push push) {
        full.remove(push.user());
        open--;
        settleIfQuiet();
    }
}
