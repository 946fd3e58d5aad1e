package io.heartline.session;

import io.heartline.auth.SecurityLog;
import io.heartline.session.transport.TimerWheel;
import io.heartline.store.UserStore;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The collaborators that the sessions of one gateway share. Owned by the gateway's event loop.
 *
 * @param node the id of this node
 * @param index the number of the gateway within the node
 * @param entropy random bits for new epochs
 * @param ids fresh ids of sessions and devices
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
        SecurityLog security,
        InstantSource clock,
        LongSupplier entropy,
        Supplier<String> ids) {
    public long now() {
        return clock.millis();
    }
}
