package io.heartline.node;

import io.heartline.api.ApiConfig;
import io.heartline.auth.AuthConfig;
import io.heartline.cluster.ClusterConfig;
import io.heartline.delivery.DeliveryConfig;
import io.heartline.session.SessionConfig;
import io.heartline.session.dialect.Routes;
import io.heartline.store.StoreConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything that can be said of a node: where it listens and how it leaves, and one config for each room. */
public record NodeConfig(
        Listening listening,
        ClusterConfig cluster,
        StoreConfig store,
        AuthConfig auth,
        DeliveryConfig delivery,
        SessionConfig session,
        Routes routes,
        ApiConfig api) {

    /**
     * Where a node listens and how it leaves.
     *
     * @param port 0 lets the system choose one
     * @param gateways how many event loops accept sockets, each with a gateway of its own
     * @param maxSessions how many connections this node takes, over all gateways; more are refused with 503
     * @param connectRate how many connections a second one address may open at each gateway; 0 for as many as it likes
     * @param grace how long leaving may take in all
     */
    public record Listening(String host, int port, int gateways, int maxSessions, int connectRate, Duration grace) {
        private static final long SHORTEST_GRACE_MILLIS = 1_000;
        private static final long LONGEST_GRACE_MILLIS = 3_600_000;

        public Listening {
            List<String> faults = new ArrayList<>();
            within(faults, "port", port, 0, 65_535);
            within(faults, "gateways", gateways, 1, 256);
            within(faults, "max-sessions", maxSessions, 1, Integer.MAX_VALUE);
            within(faults, "connect-rate", connectRate, 0, 1_000_000);
            within(faults, "grace-millis", grace.toMillis(), SHORTEST_GRACE_MILLIS, LONGEST_GRACE_MILLIS);
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("\n", faults));
            }
        }

        private static void within(List<String> faults, String option, long value, long least, long most) {
            if (value < least || value > most) {
                faults.add(option + ": must be " + least + " to " + most + ", not " + value);
            }
        }
    }
}
