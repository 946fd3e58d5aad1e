package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final List<String> OPTIONS = List.of("--port", "--cluster-port", "--host");

    @Test
    void eachOptionHasAVariable() {
        Variables variables = new Variables(Map.of("HEARTLINE_CLUSTER_PORT", "5702", "HEARTLINE_HOST", ""));

        assertThat(variables.get("--cluster-port")).isEqualTo("5702");
        assertThat(variables.get("--host")).as("empty").isNull();
        assertThat(variables.get("--port")).isNull();
        assertThat(variables.without("--cluster-port").get("--cluster-port")).isNull();
    }

    @Test
    void oneThatNoOptionHasIsAFault() {
        assertThat(new Variables(Map.of("HEARTLINE_HOTS", "::1", "HEARTLINE_PORT", "1", "HOME", "/")).faults(OPTIONS))
                .containsExactly("HEARTLINE_HOTS: no option has this variable; did you mean 'HEARTLINE_HOST'?");
    }

    @Test
    void twoLettersInTheWrongOrderAreOneFault() {
        assertThat(new Variables(Map.of("HEARTLINE_JION", "a:1")).faults(List.of("--json", "--join")))
                .containsExactly("HEARTLINE_JION: no option has this variable; did you mean 'HEARTLINE_JOIN'?");
    }

    /** As in a pod beside the services heartline and heartline-nodes. */
    @Test
    void thoseThatKubernetesMakesForAServiceAreNobodys() {
        Variables variables = new Variables(Map.ofEntries(
                Map.entry("HEARTLINE_SERVICE_HOST", "10.0.0.1"),
                Map.entry("HEARTLINE_SERVICE_PORT", "80"),
                Map.entry("HEARTLINE_SERVICE_PORT_HTTP", "80"),
                Map.entry("HEARTLINE_PORT", "tcp://10.0.0.1:80"),
                Map.entry("HEARTLINE_PORT_80_TCP", "tcp://10.0.0.1:80"),
                Map.entry("HEARTLINE_PORT_80_TCP_PROTO", "tcp"),
                Map.entry("HEARTLINE_PORT_80_TCP_PORT", "80"),
                Map.entry("HEARTLINE_PORT_80_TCP_ADDR", "10.0.0.1"),
                Map.entry("HEARTLINE_NODES_SERVICE_HOST", "10.0.0.2"),
                Map.entry("HEARTLINE_NODES_SERVICE_PORT_CLUSTER", "5701"),
                Map.entry("HEARTLINE_NODES_PORT", "tcp://10.0.0.2:5701"),
                Map.entry("HEARTLINE_NODES_PORT_5701_TCP_ADDR", "10.0.0.2")));

        assertThat(variables.faults(OPTIONS)).isEmpty();
        assertThat(variables.get("--port")).isNull();
    }
}
