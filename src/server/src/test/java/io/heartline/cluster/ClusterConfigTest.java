package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.heartline.cluster.ClusterConfig.Endpoint;
import io.heartline.cluster.ClusterConfig.Join;
import io.heartline.cluster.ClusterConfig.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {
    private static final Endpoint LOOPBACK = new Endpoint("127.0.0.1", 5701, null);

    @Test
    void aNodeMayStandAlone() {
        assertThatNoException().isThrownBy(() -> config(LOOPBACK, Join.NOBODY, 1, Timing.DEFAULT));
    }

    @Test
    void hazelcastJoinsTheClusterOfTheConfiguredName() {
        ClusterConfig config = new ClusterConfig("orders", LOOPBACK, LOOPBACK, Join.NOBODY, 1, Timing.DEFAULT);

        assertThat(HazelcastConfig.of(config, "n1").getClusterName()).isEqualTo("orders");
    }

    @Test
    void everyFaultIsToldAtOnceUnderTheNameOfItsOption() {
        Endpoint endpoint = new Endpoint("0.0.0.0", 70_000, null);
        Join join = new Join(List.of("nodeA", "b:5701"), "nodes.example");
        Timing timing =
                new Timing(Duration.ofMillis(1_500), Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterConfig("a b", endpoint, endpoint, join, 0, timing))
                .satisfies(e -> assertThat(e.getMessage().lines().map(line -> line.substring(0, line.indexOf(':'))))
                        .containsExactly(
                                "cluster-name",
                                "cluster-port",
                                "cluster-host",
                                "bus-port",
                                "bus-host",
                                "join",
                                "join-dns",
                                "min-nodes",
                                "cluster-heartbeat-millis",
                                "cluster-merge-delay-millis",
                                "cluster-silence-millis"));
    }

    @Test
    void aWildcardHostNeedsAnAddressThatOthersReach() {
        Endpoint reachable = new Endpoint("0.0.0.0", 5701, "203.0.113.7:5701");

        assertThatNoException().isThrownBy(() -> config(reachable, Join.NOBODY, 1, Timing.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"node-1:5701, node-1, 5701", "10.0.0.1:1, 10.0.0.1, 1", "[fe80::1]:65535, fe80::1, 65535"})
    void aPlaceIsAHostAndAPort(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "host", ":5701", "host:", "host:0", "host:65536", "a:b:1", "fe80::1:5701", "a b:1", "h:+1"})
    void anythingElseIsNoPlace(String text) {
        assertThat(HostPort.parse(text)).isNull();
    }

    private static ClusterConfig config(Endpoint endpoint, Join join, int minNodes, Timing timing) {
        return new ClusterConfig("heartline", endpoint, endpoint, join, minNodes, timing);
    }
}
