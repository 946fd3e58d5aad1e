package io.heartline.delivery;

import io.heartline.user.MilestoneReached;
import io.heartline.user.PresenceChange;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;

/**
 * Publishes presence and receipts for other services on the event bus, in the form of PROTOCOL.md, section 5. At most once:
 * only the entries are authoritative. Used on the event loop of its gateway.
 */
public final class EventPublisher {
    private final EventBus bus;
    private final InstantSource clock;

    EventPublisher(DeliveryContext here) {
        this.bus = here.vertx().eventBus();
        this.clock = here.clock();
    }

    /** A session came or went. */
    public void presence(String user, PresenceChange change) {
        bus.publish(
                Addresses.PRESENCE,
                new JsonObject()
                        .put("user", user)
                        .put("online", change.online())
                        .put("device", change.device())
                        .put("session", change.session().id())
                        .put("node", change.session().node())
                        .put("at", clock.millis())
                        .put("n", change.n()));
    }

    /** A device has acknowledged a message. */
    public void acked(String user, String epoch, String device, MilestoneReached settled) {
        bus.publish(Addresses.RECEIPTS, receipt(user, epoch, settled, "acked").put("device", device));
    }

    /** A message has ended before any device acknowledged it. */
    public void expired(String user, String epoch, MilestoneReached settled) {
        bus.publish(Addresses.RECEIPTS, receipt(user, epoch, settled, "expired"));
    }

    private JsonObject receipt(String user, String epoch, MilestoneReached settled, String state) {
        return new JsonObject()
                .put("id", settled.id())
                .put("user", user)
                .put("epoch", epoch)
                .put("seq", settled.seq())
                .put("state", state)
                .put("at", clock.millis());
    }
}
