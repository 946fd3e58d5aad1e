package io.heartline.delivery;

import io.heartline.store.UserStore;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Detach;
import io.heartline.user.LiveSession;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds sessions that an entry holds and no gateway does: it asks the gateway that each is booked on, and detaches those
 * that it says it does not hold. Silence proves nothing: a gateway that does not answer keeps its sessions, until its node
 * leaves and the sweep takes them.
 *
 * <p>One question at a time to each gateway, of at most {@value #QUESTION} sessions, every {@value #PAUSE_MILLIS} ms at
 * most. At most {@value #MOST} sessions wait to be asked about; what is beyond is asked after another sweep. Owned by the
 * event loop of its gateway.
 */
public final class Census {
    static final int QUESTION = 256;
    static final int MOST = 100_000;
    private static final long PAUSE_MILLIS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(Census.class);

    /** A session and whose it is said to be. */
    private record Booking(String user, String session) {}

    private final DeliveryContext here;
    private final UserStore store;
    private final Aftermath aftermath;
    private final Counter ghosts;
    private final DeliveryOptions options;
    private final Map<GatewayId, Queue<Booking>> waiting = new HashMap<>();
    private final Set<GatewayId> asked = new HashSet<>();
    private int count;
    private boolean ticking;
    private boolean closed;
    private @Nullable Listener listener;

    Census(DeliveryContext here, UserStore store, Aftermath aftermath) {
        this.here = here;
        this.store = store;
        this.aftermath = aftermath;
        this.ghosts = here.meters().counter(MeterNames.GHOSTS);
        this.options = new DeliveryOptions()
                .setSendTimeout(here.config().window().timeout().toMillis());
    }

    /**
     * Answers for this gateway.
     *
     * @param holds whether it holds this session; true from before the session's attach is submitted until after it closed
     */
    public Future<Void> listen(Predicate<String> holds) {
        listener = new Listener(here.vertx(), here.self().censusAddress(), message -> answer(message, holds));
        return listener.start();
    }

    public Future<Void> close() {
        closed = true;
        waiting.clear();
        return listener == null ? Future.succeededFuture() : listener.stop();
    }

    /** Has the sessions that an entry holds looked for, some time soon. */
    public void check(String user, List<LiveSession> booked) {
        for (LiveSession session : booked) {
            if (count < MOST && !closed) {
                waiting.computeIfAbsent(GatewayId.holding(session), gateway -> new ArrayDeque<>())
                        .add(new Booking(user, session.id()));
                count++;
            }
        }
        tick();
    }

    private static void answer(Message<Object> message, Predicate<String> holds) {
        if (!(message.body() instanceof JsonArray sessions)) {
            message.fail(400, "a census asks for an array of sessions");
            return;
        }
        JsonArray missing = new JsonArray();
        for (Object session : sessions) {
            if (session instanceof String id && !holds.test(id)) {
                missing.add(id);
            }
        }
        message.reply(missing);
    }

    private void tick() {
        if (!ticking && !waiting.isEmpty()) {
            ticking = true;
            here.vertx().setTimer(PAUSE_MILLIS, timer -> {
                ticking = false;
                List.copyOf(waiting.keySet()).forEach(this::ask);
            });
        }
    }

    private void ask(GatewayId gateway) {
        if (asked.contains(gateway)) {
            return;
        }
        if (!here.isMember().test(gateway.node())) {
            forget(gateway);
            return;
        }
        List<Booking> question = take(gateway);
        JsonArray sessions = new JsonArray();
        question.forEach(booking -> sessions.add(booking.session()));
        asked.add(gateway);
        here.vertx()
                .eventBus()
                .<JsonArray>request(gateway.censusAddress(), sessions, options)
                .onComplete(answer -> {
                    asked.remove(gateway);
                    if (answer.succeeded()) {
                        detach(question, answer.result().body());
                    } else {
                        forget(gateway);
                    }
                    tick();
                });
    }

    private List<Booking> take(GatewayId gateway) {
        List<Booking> question = new ArrayList<>();
        Queue<Booking> queue = waiting.getOrDefault(gateway, new ArrayDeque<>());
        while (question.size() < QUESTION && !queue.isEmpty()) {
            question.add(queue.remove());
        }
        count -= question.size();
        if (queue.isEmpty()) {
            waiting.remove(gateway);
        }
        return question;
    }

    private void forget(GatewayId gateway) {
        Queue<Booking> queue = waiting.remove(gateway);
        count -= queue == null ? 0 : queue.size();
    }

    private void detach(List<Booking> question, JsonArray missing) {
        Set<Object> ids = new HashSet<>();
        missing.forEach(ids::add);
        List<Booking> gone = question.stream()
                .filter(booking -> ids.contains(booking.session()))
                .toList();
        if (!gone.isEmpty()) {
            LOG.info("{} sessions are held by no gateway and are detached", gone.size());
        }
        gone.forEach(this::detach);
    }

    private void detach(Booking ghost) {
        Detach detach = new Detach(ghost.session(), false, here.clock().millis());
        // A failure is no loss: the next sweep finds the session again.
        store.submit(ghost.user(), detach).onSuccess(outcome -> {
            ghosts.increment();
            aftermath.detached(ghost.user(), outcome);
        });
    }
}
