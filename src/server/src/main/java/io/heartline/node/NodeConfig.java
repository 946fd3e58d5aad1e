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

/** The configuration of a node: its listening and leaving, and one record for each room. */
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
     * The configuration of listening and leaving.
     *
     * @param port 0 lets the system choose one
     * @param gateways the number of event loops that accept sockets, each with a gateway of its own
     * @param maxSessions the number of connections that this node takes, over all gateways; more are refused with 503
     * @param connectRate the number of connections a second that one address may open at each gateway; 0 for no limit
     * @param grace the time that leaving may take in all
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
