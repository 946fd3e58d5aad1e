package io.heartline.delivery;

import io.heartline.store.UserStore;
import io.vertx.core.Future;

/** The parts of the delivery of one gateway. Made on the gateway's event loop, which owns all of them. */
public final class Delivery {
    private final DeliveryBus bus;
    private final PushService pushes;
    private final OutcomeEffects effects;
    private final HeldSessions held;

    public Delivery(DeliveryContext here, UserStore store) {
        Waiters waiters = new Waiters(here);
        bus = new DeliveryBus(here, waiters);
        effects = new OutcomeEffects(bus, new EventPublisher(here));
        pushes = new PushService(here, store, waiters, effects);
        held = new HeldSessions(here);
    }

    public DeliveryBus bus() {
        return bus;
    }

    public PushService pushes() {
        return pushes;
    }

    public OutcomeEffects effects() {
        return effects;
    }

    public HeldSessions heldSessions() {
        return held;
    }

    /** Sends no more hints and answers no peer any more. */
    public Future<Void> close() {
        return Future.join(bus.close(), held.close()).mapEmpty();
    }
}
