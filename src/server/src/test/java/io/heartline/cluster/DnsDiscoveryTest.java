package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.logging.NoLogFactory;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class DnsDiscoveryTest {
    private static final int PORT = 5701;

    /** The answer to each lookup of the name; the last one repeats. An empty list means that the name does not exist. */
    private final Deque<List<String>> answers = new ArrayDeque<>();

    private int lookups;

    @Test
    void itWaitsAtTheStartUntilTheNameTellsOfThisNode() throws Exception {
        answers.addAll(List.of(List.of(), List.of("10.0.0.2"), List.of("10.0.0.2", "10.0.0.1")));

        assertThat(find(strategy("10.0.0.1"))).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
        assertThat(lookups).isEqualTo(3);
    }

    @Test
    void itDoesNotWaitForEver() throws Exception {
        answers.add(List.of("10.0.0.2"));

        assertThat(find(strategy("10.0.0.1"))).containsExactly("10.0.0.2");
        assertThat(lookups).isEqualTo(4);
    }

    @Test
    void laterItAsksOnceAndSeesWhatHasChanged() throws Exception {
        answers.addAll(List.of(List.of("10.0.0.1"), List.of("10.0.0.3"), List.of()));
        DiscoveryStrategy strategy = strategy("10.0.0.1");

        assertThat(find(strategy)).containsExactly("10.0.0.1");
        assertThat(find(strategy)).containsExactly("10.0.0.3");
        assertThat(find(strategy)).isEmpty();
        assertThat(lookups).isEqualTo(3);
    }

    @Test
    void thisNodeIsCalledAsItCallsItself() throws Exception {
        answers.add(List.of("127.0.0.1", "10.0.0.2"));
        Address self = new Address("localhost", InetAddress.getLoopbackAddress(), PORT);

        assertThat(find(strategy(self))).containsExactlyInAnyOrder("localhost", "10.0.0.2");
    }

    private DiscoveryStrategy strategy(String self) throws UnknownHostException {
        return strategy(new Address(InetAddress.getByName(self), PORT));
    }

    private DiscoveryStrategy strategy(Address self) {
        return new DnsDiscovery("nodes", PORT, this::addressesOf, n -> n <= 3)
                .newDiscoveryStrategy(new SimpleDiscoveryNode(self), new NoLogFactory().getLogger("test"), Map.of());
    }

    private InetAddress[] addressesOf(String name) throws UnknownHostException {
        lookups++;
        List<String> answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        if (answer.isEmpty()) {
            throw new UnknownHostException(name);
        }
        InetAddress[] addresses = new InetAddress[answer.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = InetAddress.getByName(answer.get(i));
        }
        return addresses;
    }

    private static List<String> find(DiscoveryStrategy strategy) {
        return StreamSupport.stream(strategy.discoverNodes().spliterator(), false)
                .map(DiscoveryNode::getPrivateAddress)
                .peek(address -> assertThat(address.getPort()).isEqualTo(PORT))
                .map(Address::getHost)
                .toList();
    }
}
