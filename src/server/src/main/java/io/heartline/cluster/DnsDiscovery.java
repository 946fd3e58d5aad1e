package io.heartline.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the other nodes by a DNS name whose records change, such as that of a headless service. Hazelcast asks when it joins
 * and, on the oldest member, after each merge delay. Nodes without a record yet are therefore found later.
 *
 * <p>At the start it waits for the record of this node itself, but not for ever. Of two nodes that start together, the one
 * whose record came later then sees the other, and they form one cluster.
 */
@SuppressWarnings("rawtypes") // Hazelcast's interface says Map<String, Comparable>
final class DnsDiscovery implements DiscoveryStrategyFactory {
    private static final Logger LOG = LoggerFactory.getLogger(DnsDiscovery.class);
    private static final long PAUSE_MILLIS = 250;
    private static final int PAUSES = 40;

    /** Looks up all addresses of a name, blocking. */
    interface Lookup {
        InetAddress[] addressesOf(String name) throws UnknownHostException;
    }

    private final String name;
    private final int port;
    private final Lookup lookup;
    private final IntPredicate pause;
    private volatile Set<Address> told = Set.of();

    DnsDiscovery(String name, int port) {
        this(name, port, InetAddress::getAllByName, DnsDiscovery::pause);
        forgetAnswersSoon();
    }

    /** @param pause waits before the nth lookup after the first; false if there should be no further one */
    DnsDiscovery(String name, int port, Lookup lookup, IntPredicate pause) {
        this.name = name;
        this.port = port;
        this.lookup = lookup;
        this.pause = pause;
    }

    /** The addresses that Hazelcast was last told, this node's own among them. Any thread. */
    Set<Address> told() {
        return told;
    }

    /** Shortens the JVM's DNS cache, before its first lookup. Its defaults are 30 s for answers and 10 s for refusals. */
    private static void forgetAnswersSoon() {
        setIfAbsent("networkaddress.cache.ttl", "2");
        setIfAbsent("networkaddress.cache.negative.ttl", "1");
    }

    private static void setIfAbsent(String property, String value) {
        String set = Security.getProperty(property);
        if (set == null || property.endsWith("negative.ttl")) { // the JDK's own file sets the latter to 10
            Security.setProperty(property, value);
        }
    }

    private static boolean pause(int n) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return n <= PAUSES;
    }

    @Override
    public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
        return Strategy.class;
    }

    @Override
    public DiscoveryStrategy newDiscoveryStrategy(
            DiscoveryNode self, ILogger logger, Map<String, Comparable> properties) {
        return new Strategy(self.getPrivateAddress(), logger, properties);
    }

    @Override
    public Collection<PropertyDefinition> getConfigurationProperties() {
        return List.of();
    }

    /** Called by one thread at a time: that which joins, later that which looks for other clusters. */
    private final class Strategy extends AbstractDiscoveryStrategy {
        private final Address self;
        private boolean entered;

        Strategy(Address self, ILogger logger, Map<String, Comparable> properties) {
            super(logger, properties);
            this.self = self;
        }

        @Override
        public Iterable<DiscoveryNode> discoverNodes() {
            Set<Address> found = look();
            for (int n = 1; !entered && !found.contains(self) && pause.test(n); n++) {
                found = look();
            }
            if (!entered && !found.contains(self)) {
                LOG.warn("The name {} does not tell of this node, {}, but of {}", name, self, found);
            }
            entered = true;
            told = Set.copyOf(found);
            return found.stream().<DiscoveryNode>map(SimpleDiscoveryNode::new).toList();
        }

        private Set<Address> look() {
            Set<Address> found = new LinkedHashSet<>();
            try {
                for (InetAddress address : lookup.addressesOf(name)) {
                    // Hazelcast compares addresses by how they are written.
                    found.add(isSelf(address) ? self : new Address(address, port));
                }
            } catch (UnknownHostException e) {
                LOG.debug("The name {} has no addresses yet", name);
            }
            return found;
        }

        private boolean isSelf(InetAddress address) {
            try {
                return address.equals(self.getInetAddress());
            } catch (UnknownHostException e) {
                return false;
            }
        }
    }
}
