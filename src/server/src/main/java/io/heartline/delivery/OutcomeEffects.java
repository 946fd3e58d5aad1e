package io.heartline.delivery;

import io.heartline.user.AckOutcome;
import io.heartline.user.AttachOutcome;
import io.heartline.user.DeliveryWatch;
import io.heartline.user.Detach;
import io.heartline.user.Eviction;
import io.heartline.user.LiveSession;
import io.heartline.user.MilestoneReached;
import io.heartline.user.PresenceChange;
import io.heartline.user.PushOutcome;
import io.heartline.user.Removed;
import io.heartline.user.Sweep;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the effects of a command's outcome: sends evictions, publishes presence and receipts, answers waiting
 * publishers. The submitter of the command calls it once with each outcome. Used on the event loop of its gateway.
 */
public final class OutcomeEffects {
    private final DeliveryBus bus;
    private final EventPublisher events;

    OutcomeEffects(DeliveryBus bus, EventPublisher events) {
        this.bus = bus;
        this.events = events;
    }

    /**
     * The effects of a push.
     *
     * @param encoded the message; null: the sessions are only notified that there is more
     */
    void pushed(String user, PushOutcome.Pushed outcome, @Nullable Encoded encoded) {
        evict(user, outcome.evictions());
        tell(user, outcome.presence());
        outcome.sessions().forEach(session -> bus.hint(user, session, outcome.position(), encoded));
    }

    /** Sends a transient message to sessions that were found; says for how many it left. */
    int handedOut(String user, List<LiveSession> sessions, Buffer frame) {
        int left = 0;
        for (LiveSession session : sessions) {
            left += bus.transientMessage(user, session, frame) ? 1 : 0;
        }
        return left;
    }

    public void attached(String user, AttachOutcome.Attached outcome) {
        evict(user, outcome.evictions());
        tell(user, outcome.presence());
        settle(user, outcome.position().epoch(), outcome.device(), outcome.settled());
    }

    /**
     * The effects of an acknowledgement.
     *
     * @param epoch the one that the acknowledgement was made in
     * @param device the one that acknowledged
     */
    public void acked(String user, String epoch, String device, AckOutcome.Acked outcome) {
        settle(user, epoch, device, outcome.settled());
    }

    public void detached(String user, Detach.Detached outcome) {
        tell(user, outcome.presence());
    }

    public void removed(String user, Removed outcome) {
        evict(user, outcome.evictions());
        tell(user, outcome.presence());
    }

    public void swept(String user, Sweep.Swept outcome) {
        tell(user, outcome.presence());
        outcome.expired().forEach(settled -> events.expired(user, outcome.epoch(), settled));
    }

    private void evict(String user, List<Eviction> evictions) {
        evictions.forEach(eviction -> bus.evict(user, eviction));
    }

    private void tell(String user, List<PresenceChange> changes) {
        changes.forEach(change -> events.presence(user, change));
    }

    private void settle(String user, String epoch, String device, List<MilestoneReached> all) {
        for (MilestoneReached settled : all) {
            DeliveryWatch watch = settled.watch();
            if (settled.first()) {
                watch.waiters().forEach(waiter -> bus.settled(waiter, user, settled));
            }
            if (watch.receipt()) {
                events.acked(user, epoch, device, settled);
            }
        }
    }
}
