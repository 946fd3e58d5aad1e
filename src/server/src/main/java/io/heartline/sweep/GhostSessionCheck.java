package io.heartline.sweep;

import io.heartline.delivery.Delivery;
import io.heartline.delivery.DeliveryContext;
import io.heartline.delivery.GatewayId;
import io.heartline.delivery.HeldSessions;
import io.heartline.delivery.OutcomeEffects;
import io.heartline.store.UserStore;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Detach;
import io.heartline.user.LiveSession;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detaches ghost sessions: those that an entry has and no gateway holds. It asks the gateway of each session, and detaches
 * those that the gateway says it does not hold. A gateway that does not answer keeps its sessions, until its node leaves and
 * the sweep detaches them.
 *
 * <p>Each gateway is asked one question at a time, of at most {@value #QUESTION} sessions, every {@value #PAUSE_MILLIS} ms at
 * most. At most {@value #MOST} sessions wait to be asked for; the rest is asked for after a later sweep. Owned by the event
 * loop of the gateway that sweeps.
 */
public final class GhostSessionCheck {
    static final int QUESTION = 256;
    static final int MOST = 100_000;
    private static final long PAUSE_MILLIS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(GhostSessionCheck.class);

    /** A session, and the user whose entry has it. */
    private record Candidate(String user, String session) {}

    private final DeliveryContext here;
    private final UserStore store;
    private final HeldSessions held;
    private final OutcomeEffects effects;
    private final Counter ghosts;
    private final Map<GatewayId, Queue<Candidate>> waiting = new HashMap<>();
    private final Set<GatewayId> asked = new HashSet<>();
    private int count;
    private boolean ticking;

    /** @param delivery of the gateway that sweeps */
    public GhostSessionCheck(DeliveryContext here, UserStore store, Delivery delivery) {
        this.here = here;
        this.store = store;
        this.held = delivery.heldSessions();
        this.effects = delivery.effects();
        this.ghosts = here.meters().counter(MeterNames.GHOSTS);
    }

    /** Queues the sessions of an entry; their gateways are asked soon. */
    public void check(String user, List<LiveSession> sessions) {
        for (LiveSession session : sessions) {
            if (count < MOST) {
                waiting.computeIfAbsent(GatewayId.holding(session), gateway -> new ArrayDeque<>())
                        .add(new Candidate(user, session.id()));
                count++;
            }
        }
        tick();
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
        List<Candidate> question = take(gateway);
        asked.add(gateway);
        held.missing(gateway, question.stream().map(Candidate::session).toList())
                .onComplete(answer -> {
                    asked.remove(gateway);
                    if (answer.succeeded()) {
                        detach(question, answer.result());
                    } else {
                        forget(gateway);
                    }
                    tick();
                });
    }

    private List<Candidate> take(GatewayId gateway) {
        List<Candidate> question = new ArrayList<>();
        Queue<Candidate> queue = waiting.getOrDefault(gateway, new ArrayDeque<>());
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
        Queue<Candidate> queue = waiting.remove(gateway);
        count -= queue == null ? 0 : queue.size();
    }

    private void detach(List<Candidate> question, Set<String> missing) {
        List<Candidate> gone = question.stream()
                .filter(candidate -> missing.contains(candidate.session()))
                .toList();
        if (!gone.isEmpty()) {
            LOG.info("{} sessions are held by no gateway and are detached", gone.size());
        }
        gone.forEach(this::detach);
    }

    private void detach(Candidate ghost) {
        Detach detach = new Detach(ghost.session(), false, here.clock().millis());
        // A failure is no loss: the next sweep finds the session again.
        store.submit(ghost.user(), detach).onSuccess(outcome -> {
            ghosts.increment();
            effects.detached(ghost.user(), outcome);
        });
    }
}
