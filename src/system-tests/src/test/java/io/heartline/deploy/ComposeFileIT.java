package io.heartline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that the Compose file is consistent, and valid for the program. */
class ComposeFileIT {
    /** The default of {@code --heartbeat-millis}. */
    private static final long HEARTBEAT_SECONDS = 25;

    private static final String SECRET = "/run/heartline/cluster.secret";

    private final Tree compose = Tree.read(Path.of("docker-compose.yml")).get(0);
    private final Tree node = compose.at("services", "node");
    private final String balancer = balancer();

    private static String balancer() {
        try {
            return Files.readString(Path.of("deploy/compose/haproxy.cfg"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        Tree variables = node.at("environment");
        variables.keys().forEach(key -> environment.put(key, variables.at(key).text()));
        return environment;
    }

    @Test
    void everyVariableIsKnownToTheProgramAndItTakesWhatTheySay() {
        Map<String, String> environment = environment();
        environment.put("HEARTLINE_HOST", "0.0.0.0");
        environment.put("HEARTLINE_CLUSTER_HOST", "172.30.0.2");

        assertThat(Program.variables()).containsAll(environment.keySet());
        // The secret is made in a volume, at the first start.
        assertThat(Program.faultsOf(environment))
                .allMatch(fault -> fault.endsWith("cluster-secret: " + SECRET + " does not exist"));
    }

    @Test
    void theSecretIsMadeBeforeANodeStartsAndNodesOnlyReadIt() {
        Tree maker = compose.at("services", "secret");

        assertThat(environment()).containsEntry("HEARTLINE_CLUSTER_SECRET", SECRET);
        assertThat(node.at("depends_on", "secret", "condition").text()).isEqualTo("service_completed_successfully");
        assertThat(maker.at("entrypoint").texts().get(2)).contains("test -s " + SECRET + " && exit 0", "/dev/urandom");
        assertThat(maker.at("volumes").texts()).containsExactly("secret:/run/heartline");
        assertThat(node.at("volumes").texts()).containsExactly("secret:/run/heartline:ro");
        assertThat(compose.at("volumes").keys()).containsExactly("secret");
        assertThat(maker.at("network_mode").text()).isEqualTo("none");
    }

    @Test
    void aNodeIsGivenTheTimeToLeave() {
        int given = Integer.parseInt(node.at("stop_grace_period").text().replace("s", "")) * 1_000;

        assertThat(given).isGreaterThan(Integer.parseInt(environment().get("HEARTLINE_GRACE_MILLIS")));
    }

    @Test
    void nodesLookForEachOtherUnderTheNameOfTheirService() {
        assertThat(environment()).containsEntry("HEARTLINE_JOIN_DNS", "node");
        assertThat(node.at("deploy", "replicas").number()).isEqualTo(3);
    }

    @Test
    void theBalancerAsksWhetherNodesAreReadyAndFindsMoreThanThree() {
        assertThat(balancer).contains("option httpchk GET /health/ready");
        Matcher servers =
                Pattern.compile("server-template node (\\d+) node:8080").matcher(balancer);
        assertThat(servers.results().map(found -> Integer.parseInt(found.group(1))))
                .isNotEmpty()
                .allMatch(servable -> servable >= 5);
    }

    @Test
    void theBalancerCutsNoSessionThatLives() {
        Matcher tunnel = Pattern.compile("timeout tunnel (\\d+)s").matcher(balancer);

        assertThat(tunnel.find()).isTrue();
        assertThat(Long.parseLong(tunnel.group(1))).isGreaterThan(3 * HEARTBEAT_SECONDS);
    }

    @Test
    void whatIsMountedIsThereAndImagesAreOfOneVersion() {
        for (Tree service : compose.at("services").each()) {
            for (String volume : service.at("volumes").texts()) {
                String source = volume.substring(0, volume.indexOf(':'));
                if (!compose.at("volumes").keys().contains(source)) {
                    assertThat(Path.of(source)).exists();
                }
            }
            assertThat(service.at("image").text()).matches(".+:[^:]+").doesNotEndWith(":latest");
        }
    }

    @Test
    void nothingIsOpenToOtherMachines() {
        List<String> ports = compose.at("services").each().stream()
                .flatMap(service -> service.at("ports").texts().stream())
                .toList();

        assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void onlyWhatIsAskedForStartsBesideTheCluster() {
        Set<String> always = compose.at("services").keys().stream()
                .filter(name -> !compose.at("services", name, "profiles").isThere())
                .collect(Collectors.toSet());

        assertThat(always).containsExactlyInAnyOrder("node", "balancer", "secret");
    }
}
