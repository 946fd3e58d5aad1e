package io.heartline.torture.workload;

import com.hazelcast.core.HazelcastInstance;
import io.heartline.torture.LiteMember;
import io.heartline.torture.MemberSecret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes over the event bus, from a Vert.x of its own that is a lite member of the cluster. If that member loses the cluster,
 * ends, or becomes the oldest member, another one replaces it. Owned by the run's event loop, which never waits for the member's.
 *
 * <pre>
 *   absent ─▶ joining ─▶ member ─▶ absent …
 * </pre>
 */
final class BusMember implements BusRoute {
    private static final Logger LOG = LoggerFactory.getLogger(BusMember.class);
    private static final String ADDRESS = "heartline.push";
    private static final long LOOK_MILLIS = 1_000;
    private static final long JOIN_WITHIN_SECONDS = 60;
    private static final long LEAVE_WITHIN_SECONDS = 10;
    private static final int LEAST_STATUS = 400;

    private final WorkloadContext run;
    private final WorkloadConfig.Bus config;
    private @Nullable Member member;
    private @Nullable Context context;
    private Future<?> joining = Future.succeededFuture();
    private boolean closed;
    private long timer;

    /** @param loop the context of its Vert.x that sends */
    private record Member(Vertx vertx, Context loop, HazelcastInstance hazelcast) {
        /** False if it sees no member with data. */
        boolean isAlive() {
            return hazelcast.getLifecycleService().isRunning()
                    && hazelcast.getCluster().getMembers().stream().anyMatch(other -> !other.isLiteMember());
        }

        /**
         * True if it is the oldest member, which decides about membership. The harness is too busy for that: a silent oldest member
         * splits the cluster.
         */
        boolean isOldest() {
            return hazelcast.getCluster().getMembers().iterator().next().localMember();
        }
    }

    BusMember(WorkloadContext run, WorkloadConfig.Bus config) {
        this.run = run;
        this.config = config;
    }

    @Override
    public void start() {
        context = run.vertx().getOrCreateContext();
        look();
        timer = run.vertx().setPeriodic(LOOK_MILLIS, now -> look());
    }

    private void look() {
        Member now = member;
        if (now != null && (!now.isAlive() || now.isOldest())) {
            LOG.info("The publisher's member has lost the cluster, or is its oldest member: another one will join");
            member = null;
            leave(now);
        } else if (now == null && joining.isComplete() && !closed) {
            join();
        }
    }

    private void join() {
        Promise<Member> built = Promise.promise();
        // On a thread outside of Vert.x: loading Hazelcast takes a while, and the new Vert.x must not depend on this
        // one.
        Thread thread = new Thread(() -> build().onComplete(built), "torture-bus-join");
        thread.setDaemon(true);
        thread.start();
        joining = here(built.future(), JOIN_WITHIN_SECONDS, this::leave)
                .onSuccess(this::onJoined)
                .onFailure(failure -> LOG.info("The publisher's member could not join", failure));
    }

    private Future<Member> build() {
        String group = config.cluster();
        EventBusOptions bus = new EventBusOptions()
                .setHost(config.host())
                .setClusterPublicHost(config.host())
                .setConnectTimeout(3_000)
                .setClusterPingInterval(5_000)
                .setClusterPingReplyInterval(5_000);
        MemberSecret secret = config.secret();
        if (secret != null) {
            try {
                group = secret.groupName(config.cluster());
                secret.secure(bus);
            } catch (IOException e) {
                return Future.failedFuture(e);
            }
        }
        HazelcastClusterManager manager =
                new HazelcastClusterManager(LiteMember.config(group, config.host(), run.sites()));
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(1).setEventBusOptions(bus);
        return Vertx.builder()
                .with(options)
                .withClusterManager(manager)
                .buildClustered()
                .map(vertx -> new Member(vertx, vertx.getOrCreateContext(), manager.getHazelcastInstance()));
    }

    private void onJoined(Member joined) {
        if (!closed && joined.isAlive()) {
            member = joined;
        } else {
            leave(joined);
        }
    }

    private Future<Void> leave(Member leaving) {
        return here(leaving.vertx().close(), LEAVE_WITHIN_SECONDS, left -> {})
                .onFailure(failure -> LOG.info("The publisher's member did not leave in good order", failure))
                .otherwiseEmpty();
    }

    @Override
    public boolean isReady() {
        return member != null && member.isAlive();
    }

    @Override
    public Future<Answer> push(Push push) {
        Member through = member;
        if (through == null) {
            return Future.succeededFuture(Answer.failure(0, "NO_MEMBER", 0));
        }
        JsonObject json = push.json();
        Object body = push.number() % 3 == 0 ? json.toBuffer() : json;
        Promise<JsonObject> answer = Promise.promise();
        through.loop().runOnContext(turn -> request(through.vertx(), body).onComplete(answer));
        return here(answer.future(), HttpRoute.WITHIN_MILLIS / 1_000 + 1, late -> {})
                .map(Answer::ofBus)
                .otherwise(BusMember::failed);
    }

    private static Future<JsonObject> request(Vertx vertx, Object body) {
        return vertx.eventBus()
                .<Object>request(ADDRESS, body, new DeliveryOptions().setSendTimeout(HttpRoute.WITHIN_MILLIS))
                .map(reply -> reply.body() instanceof Buffer bytes ? bytes.toJsonObject() : (JsonObject) reply.body());
    }

    private static Answer failed(Throwable failure) {
        if (failure instanceof ReplyException reply
                && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE
                && reply.failureCode() >= LEAST_STATUS) {
            return Answer.failure(reply.failureCode(), String.valueOf(reply.getMessage()), 0);
        }
        return Answer.lost(failure);
    }

    /**
     * Moves the result of another Vert.x's future to this run's event loop, with a timeout: a closed Vert.x never completes it.
     */
    private <T> Future<T> here(Future<T> there, long withinSeconds, Consumer<T> tooLate) {
        Promise<T> promise = Promise.promise();
        Context loop = Objects.requireNonNull(context, "started");
        long late = run.vertx().setTimer(TimeUnit.SECONDS.toMillis(withinSeconds), now -> promise.tryFail("timeout"));
        there.onComplete((result, failure) -> loop.runOnContext(turn -> {
            run.vertx().cancelTimer(late);
            if (failure != null) {
                promise.tryFail(failure);
            } else if (!promise.tryComplete(result)) {
                tooLate.accept(result);
            }
        }));
        return promise.future();
    }

    @Override
    public Future<Void> close() {
        closed = true;
        run.vertx().cancelTimer(timer);
        Member last = member;
        member = null;
        Future<Void> left = last == null ? Future.succeededFuture() : leave(last);
        return left.eventually(() -> joining.otherwiseEmpty());
    }
}
