package io.heartline.session;

import io.heartline.session.transport.TimerWheel;
import io.heartline.store.UserStore;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the sessions of one gateway share. All of it belongs to the gateway's event loop.
 *
 * @param node the id of this node
 * @param index the number of the gateway within it
 * @param entropy random bits for new epochs
 * @param ids names for what needs a fresh one
 */
public record SessionContext(
        String node,
        int index,
        SessionConfig config,
        UserStore store,
        OutcomeListener outcomes,
        TimerWheel timers,
        AckBuffer acks,
        Retries retries,
        ServiceRequests services,
        SessionMeters meters,
        InstantSource clock,
        LongSupplier entropy,
        Supplier<String> ids) {
    public long now() {
        return clock.millis();
    }
}
