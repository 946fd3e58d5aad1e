package io.heartline.delivery;

import io.heartline.store.UserStore;
import io.vertx.core.Future;

/** The delivery of one gateway, put together. Made on the gateway's event loop, which owns all of it. */
public final class Delivery {
    private final DeliveryBus bus;
    private final PushService pushes;
    private final Aftermath aftermath;
    private final HeldSessions held;

    public Delivery(DeliveryContext here, UserStore store) {
        Waiters waiters = new Waiters(here);
        bus = new DeliveryBus(here, waiters);
        aftermath = new Aftermath(bus, new Notices(here));
        pushes = new PushService(here, store, waiters, aftermath);
        held = new HeldSessions(here);
    }

    public DeliveryBus bus() {
        return bus;
    }

    public PushService pushes() {
        return pushes;
    }

    public Aftermath aftermath() {
        return aftermath;
    }

    public HeldSessions heldSessions() {
        return held;
    }

    /** Hints are sent no more, and this gateway answers no peer. */
    public Future<Void> close() {
        return Future.join(bus.close(), held.close()).mapEmpty();
    }
}
