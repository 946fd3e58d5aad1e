package io.heartline.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.cluster.impl.operations.JoinMastershipClaimOp;
import com.hazelcast.spi.exception.ResponseAlreadySentException;
import com.hazelcast.spi.impl.operationservice.impl.Invocation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a node while it joins. Hazelcast waits five minutes for an address that accepts connections and says nothing, or
 * speaks another protocol; here, an address that has not spoken as a member for 5 s counts as nobody until it does. Every 10 s
 * a line says which addresses the node waits for.
 *
 * <p>State: that of one joining belongs to the thread that watches it. Any thread may ask.
 */
public final class JoinWatch implements LifecycleListener, HazelcastInstanceAware {
    private static final Logger LOG = LoggerFactory.getLogger(JoinWatch.class);
    private static final Duration SPEAKS_WITHIN = Duration.ofSeconds(5);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 200;

    private final Duration speaksWithin;
    private volatile @Nullable Node node;
    private volatile @Nullable Joining joining;
    private volatile List<String> waitsFor = List.of();

    public JoinWatch() {
        this(SPEAKS_WITHIN);
    }

    /** @param speaksWithin the time after which a silent address counts as nobody */
    JoinWatch(Duration speaksWithin) {
        this.speaksWithin = speaksWithin;
    }

    /** True once this node is a member of a cluster: from then on it may hold data of others. */
    public boolean hasJoined() {
        Node known = node;
        return known != null && known.getClusterService().isJoined();
    }

    /** Starts a member; if it can't join, the failure names the addresses that it waited for. */
    HazelcastInstance explaining(Callable<HazelcastInstance> start) throws Exception {
        try {
            return start.call();
        } catch (IllegalStateException e) {
            throw failure(e, waitsFor);
        }
    }

    /** The failure of a start that waited for these addresses. */
    static IllegalStateException failure(IllegalStateException failure, List<String> waited) {
        return waited.isEmpty()
                ? failure
                : new IllegalStateException("it was not let into the cluster by " + String.join(", ", waited), failure);
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance hazelcast) {
        node = HazelcastInternals.node(hazelcast);
    }

    @Override
    public void stateChanged(LifecycleEvent event) {
        switch (event.getState()) {
            case STARTING, MERGING -> begin();
            case STARTED, MERGED, MERGE_FAILED, SHUTDOWN -> end();
            default -> {} // nothing begins to join, or has joined
        }
    }

    private void begin() {
        Node known = node;
        if (known != null) {
            Joining begun = new Joining(known);
            joining = begun;
            begun.start();
        }
    }

    private void end() {
        Joining ended = joining;
        if (ended != null) {
            ended.over = true;
        }
    }

    /** One joining, from its begin to its end, and the thread that watches it. */
    private final class Joining extends Thread {
        private final Node member;
        private final Map<Address, Integer> silentLooks = new HashMap<>();
        private final Set<Address> listed = new LinkedHashSet<>();
        private volatile boolean over;

        Joining(Node member) {
            super("heartline-join-watch");
            this.member = member;
            setDaemon(true);
        }

        @Override
        public void run() {
            listed.addAll(resolve(joinConfig().getTcpIpConfig().getMembers()));
            long begun = System.nanoTime();
            long told = begun;
            while (!over && pause()) {
                long now = System.nanoTime();
                waitsFor = member.getClusterService().isJoined() ? List.of() : look();
                if (now - told >= TELL_EVERY.toNanos() && !waitsFor.isEmpty()) {
                    told = now;
                    LOG.info(
                            "For {} s this node has waited to be let into the cluster by {}",
                            Duration.ofNanos(now - begun).toSeconds(),
                            String.join(", ", waitsFor));
                }
            }
        }

        private static boolean pause() {
            try {
                Thread.sleep(LOOK_MILLIS);
                return true;
            } catch (InterruptedException e) {
                return false;
            }
        }

        /** Gives up the addresses that are silent too long; returns those that are still waited for. */
        private List<String> look() {
            return others().stream()
                    .filter(address -> !isNobody(address))
                    .map(JoinWatch::show)
                    .sorted()
                    .toList();
        }

        private boolean isNobody(Address address) {
            if (member.getJoiner().isBlacklisted(address)) {
                endQuestions(address); // one may have been asked at the moment at which it was given up
                return true;
            }
            if (member.getLocalAddressRegistry().uuidOf(address) != null) {
                silentLooks.remove(address); // it is connected, and has said who it is
                return false;
            }
            // Looks are counted, not time: if this process gets no processor, the others may not get one either.
            if (silentLooks.merge(address, 1, Integer::sum) * LOOK_MILLIS < speaksWithin.toMillis()) {
                return false;
            }
            LOG.warn(
                    "{} has not answered as a node of a cluster for {} s: it counts as nobody until it does",
                    show(address),
                    speaksWithin.toSeconds());
            silentLooks.remove(address);
            member.getJoiner().blacklist(address, false); // Hazelcast takes it back when it speaks
            endQuestions(address);
            return true;
        }

        /** Ends the questions that wait for this address to agree that this node begins a cluster: each would wait for 10 s. */
        private void endQuestions(Address address) {
            for (Invocation<?> question :
                    member.getNodeEngine().getOperationService().getInvocationRegistry()) {
                if (question.op instanceof JoinMastershipClaimOp && address.equals(question.getTargetAddress())) {
                    try {
                        question.sendResponse(question.op, new HazelcastException(address + " is silent"));
                    } catch (ResponseAlreadySentException e) {
                        LOG.debug("{} has answered after all", address);
                    }
                }
            }
        }

        private Set<Address> others() {
            Set<Address> all = new LinkedHashSet<>(listed);
            for (DiscoveryStrategyConfig strategy :
                    joinConfig().getDiscoveryConfig().getDiscoveryStrategyConfigs()) {
                if (strategy.getDiscoveryStrategyFactory() instanceof DnsDiscovery names) {
                    all.addAll(names.told());
                }
            }
            return all.stream().filter(address -> !isSelf(address)).collect(Collectors.toSet());
        }

        private boolean isSelf(Address address) {
            try {
                Address resolved = new Address(address.getInetAddress(), address.getPort());
                UUID self = member.getThisUuid();
                return self.equals(member.getLocalAddressRegistry().uuidOf(address))
                        || self.equals(member.getLocalAddressRegistry().uuidOf(resolved));
            } catch (UnknownHostException e) {
                return false;
            }
        }

        private JoinConfig joinConfig() {
            return member.getConfig().getAdvancedNetworkConfig().getJoin();
        }
    }

    /** The addresses as Hazelcast writes them, which compares them by that. It warns of unknown names itself. */
    private static Set<Address> resolve(List<String> members) {
        Set<Address> resolved = new LinkedHashSet<>();
        for (String listed : members) {
            HostPort place = HostPort.parse(listed);
            try {
                if (place != null) {
                    boolean literal =
                            place.host().indexOf(':') >= 0 || place.host().matches("[0-9.]+");
                    resolved.add(
                            literal
                                    ? new Address(InetAddress.getByName(place.host()), place.port())
                                    : new Address(place.host(), place.port()));
                }
            } catch (UnknownHostException e) {
                LOG.debug("The name {} is unknown", place.host());
            }
        }
        return resolved;
    }

    private static String show(Address address) {
        return new HostPort(address.getHost(), address.getPort()).toString();
    }
}
