package io.heartline.node;

import io.heartline.api.ApiConfig;
import io.heartline.auth.AuthConfig;
import io.heartline.auth.TrustedProxies;
import io.heartline.cluster.ClusterConfig;
import io.heartline.delivery.DeliveryConfig;
import io.heartline.session.SessionConfig;
import io.heartline.session.dialect.Routes;
import io.heartline.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a node: its listening and leaving, and one record for each room.
 *
 * @param front the way from the clients to the listener
 */
public record NodeConfig(
        Listening listening,
        Front front,
        ClusterConfig cluster,
        StoreConfig store,
        AuthConfig auth,
        DeliveryConfig delivery,
        SessionConfig session,
        Routes routes,
        ApiConfig api) {

    /** The configuration of a node that speaks plain HTTP with its clients. */
    public NodeConfig(
            Listening listening,
            ClusterConfig cluster,
            StoreConfig store,
            AuthConfig auth,
            DeliveryConfig delivery,
            SessionConfig session,
            Routes routes,
            ApiConfig api) {
        this(listening, Front.PLAIN, cluster, store, auth, delivery, session, routes, api);
    }

    /**
     * The configuration of the way from the clients to the listener.
     *
     * @param certificate the certificate that the listener shows; null if it speaks plain HTTP
     * @param proxies the proxies that are believed when they name a client
     */
    public record Front(@Nullable ListenerCertificate certificate, TrustedProxies proxies) {
        public static final Front PLAIN = new Front(null, TrustedProxies.NONE);

        /** The scheme of the node's URL. */
        public String scheme() {
            return certificate == null ? "http" : "https";
        }

        @Nullable
        PemKeyCertOptions shown() {
            return certificate == null ? null : certificate.shown();
        }

        void watch(Vertx vertx, Function<PemKeyCertOptions, Future<Boolean>> listener) {
            if (certificate != null) {
                certificate.watch(vertx, listener);
            }
        }
    }

    /**
     * The configuration of listening and leaving.
     *
     * @param port 0 lets the system choose one
     * @param gateways the number of event loops that accept sockets, each with a gateway of its own
     * @param maxSessions the number of connections of any kind that this node keeps, as far as open files allow
     * @param connectRate the number of connections a second that one address may open at each gateway; 0 for no limit
     * @param maxHeaderBytes the most bytes of the headers of a request
     * @param grace the time that leaving may take in all
     */
    public record Listening(
            String host,
            int port,
            int gateways,
            SessionLimit maxSessions,
            int connectRate,
            int maxHeaderBytes,
            Duration grace) {
        private static final long SHORTEST_GRACE_MILLIS = 1_000;
        private static final long LONGEST_GRACE_MILLIS = 3_600_000;

        /** The part of the heap that may be held for connections without a session. */
        private static final int STRANGERS_PART = 20;

        /** The part of the heap for the bodies of pushes from the event bus that wait for acknowledgements. */
        private static final int WAITING_PART = 20;

        public Listening {
            List<String> faults = new ArrayList<>();
            within(faults, "port", port, 0, 65_535);
            within(faults, "gateways", gateways, 1, 256);
            within(faults, "max-sessions", maxSessions.most(), 1, Integer.MAX_VALUE);
            within(faults, "connect-rate", connectRate, 0, 1_000_000);
            within(faults, "max-header-bytes", maxHeaderBytes, 1_024, 1_048_576);
            within(faults, "grace-millis", grace.toMillis(), SHORTEST_GRACE_MILLIS, LONGEST_GRACE_MILLIS);
            if (!faults.isEmpty()) {
                throw new IllegalArgumentException(String.join("\n", faults));
            }
        }

        /** The bytes that each gateway may hold for connections without a session. */
        long strangersBytes(long heapBytes) {
            return heapBytes / STRANGERS_PART / gateways;
        }

        /** The bytes of pushes from the event bus that may wait for acknowledgements at each gateway. */
        long waitingBytes(long heapBytes) {
            return heapBytes / WAITING_PART / gateways;
        }

        private static void within(List<String> faults, String option, long value, long least, long most) {
            if (value < least || value > most) {
                faults.add(option + ": must be " + least + " to " + most + ", not " + value);
            }
        }
    }
}
