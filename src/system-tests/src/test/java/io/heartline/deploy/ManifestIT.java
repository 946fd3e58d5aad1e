package io.heartline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the Kubernetes manifests are consistent, and valid for the program. */
@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class ManifestIT {
    private static final String LOCAL = "k8s/overlays/local";
    private static final String PRODUCTION = "k8s/overlays/production";

    /** The time for a JVM to start in the hook, and for its last request to be answered. */
    private static final int HOOK_MILLIS = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void everyFieldIsKnownToItsApi(String overlay) {
        assertThat(Rendered.overlay(overlay).manifests())
                .isNotEmpty()
                .allSatisfy(manifest -> assertThat(ApiModel.faultsOf(manifest)).isEmpty());
    }

    @Test
    void inProductionNoTwoPodsAreOnOneMachine() {
        Rendered rendered = Rendered.overlay(PRODUCTION);

        assertThat(rendered.pod()
                        .at("spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
                        .each())
                .singleElement()
                .satisfies(apart -> {
                    assertThat(apart.at("topologyKey").text()).isEqualTo("kubernetes.io/hostname");
                    assertThat(apart.at("labelSelector", "matchLabels")
                                    .selects(rendered.pod().at("metadata", "labels")))
                            .isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"autoscaling", "monitoring", "ingress-nginx", "ingress-traefik"})
    void everyComponentGoesWithAnOverlayThatHasNone(String component) {
        Rendered rendered = Rendered.localWith(component);

        assertThat(rendered.manifests())
                .allSatisfy(manifest -> assertThat(ApiModel.faultsOf(manifest)).isEmpty());
        assertThat(rendered.manifests())
                .hasSizeGreaterThan(Rendered.overlay(LOCAL).manifests().size());
        assertPortsExist(rendered);
        assertSelectorsMatch(rendered);
    }

    @Test
    void aMisspeltFieldIsFound() {
        Tree manifest = Tree.parse("sample", """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        spec:
                          replicas: three
                          podManagementPolicy: AllAtOnce
                          template:
                            spec:
                              containers:
                                - name: a
                                  readynessProbe: {}
                        """).get(0);

        assertThat(ApiModel.faultsOf(manifest)).hasSize(3).anyMatch(fault -> fault.contains("readynessProbe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void selectorsMatchThePods(String overlay) {
        assertSelectorsMatch(Rendered.overlay(overlay));
    }

    private static void assertSelectorsMatch(Rendered rendered) {
        Tree labels = rendered.pod().at("metadata", "labels");
        List<Tree> selectors = new ArrayList<>();
        selectors.add(rendered.workload().at("spec", "selector", "matchLabels"));
        rendered.of("Service").forEach(service -> selectors.add(service.at("spec", "selector")));
        rendered.of("PodDisruptionBudget")
                .forEach(budget -> selectors.add(budget.at("spec", "selector", "matchLabels")));
        rendered.of("NetworkPolicy").forEach(policy -> selectors.add(policy.at("spec", "podSelector", "matchLabels")));
        rendered.pod()
                .at("spec", "topologySpreadConstraints")
                .each()
                .forEach(spread -> selectors.add(spread.at("labelSelector", "matchLabels")));
        assertThat(selectors).hasSizeGreaterThanOrEqualTo(6).allMatch(selector -> selector.selects(labels));
        rendered.of("ServiceMonitor").forEach(monitor -> assertThat(rendered.of("Service"))
                .filteredOn(service ->
                        monitor.at("spec", "selector", "matchLabels").selects(service.at("metadata", "labels")))
                .as("one service is scraped, or each pod is scraped twice")
                .hasSize(1));
        rendered.of("HorizontalPodAutoscaler").forEach(autoscaler -> assertThat(
                        autoscaler.at("spec", "scaleTargetRef", "name").text())
                .isEqualTo(rendered.workload().at("metadata", "name").text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void portsExist(String overlay) {
        assertPortsExist(Rendered.overlay(overlay));
    }

    private static void assertPortsExist(Rendered rendered) {
        Tree container = rendered.container();
        Set<String> ports = container.at("ports").each().stream()
                .flatMap(port -> Stream.of(
                        port.at("name").text(), port.at("containerPort").text()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> asked = new TreeSet<>();
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            asked.add(container.at(probe, "httpGet", "port").text());
        }
        for (Tree service : rendered.of("Service")) {
            service.at("spec", "ports")
                    .each()
                    .forEach(port -> asked.add(port.at("targetPort").text()));
        }
        for (Tree policy : rendered.of("NetworkPolicy")) {
            policy.at("spec", "ingress").each().forEach(rule -> asked.addAll(portsOf(rule)));
            policy.at("spec", "egress").each().stream()
                    .filter(rule -> rule.at("to").isThere())
                    .forEach(rule -> asked.addAll(portsOf(rule)));
        }
        assertThat(ports).containsAll(asked);

        Set<String> services = rendered.of("Service").stream()
                .flatMap(service -> service.at("spec", "ports").each().stream()
                        .map(port -> service.at("metadata", "name").text() + " "
                                + port.at("name").text()))
                .collect(Collectors.toSet());
        rendered.of("Ingress").stream()
                .flatMap(Tree::all)
                .filter(place -> place.at("service", "name").isThere())
                .forEach(backend -> assertThat(services)
                        .contains(backend.at("service", "name").text() + " "
                                + backend.at("service", "port", "name").text()));
        rendered.of("ServiceMonitor")
                .forEach(monitor -> monitor.at("spec", "endpoints").each().forEach(endpoint -> assertThat(services)
                        .contains("heartline " + endpoint.at("port").text())));
    }

    private static List<String> portsOf(Tree rule) {
        return rule.at("ports").each().stream()
                .map(port -> port.at("port").text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void everyVariableIsKnownToTheProgram(String overlay) {
        assertThat(Program.variables())
                .containsAll(Rendered.overlay(overlay).environment().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void theProgramTakesWhatTheVariablesSay(String overlay) {
        Map<String, String> environment =
                new HashMap<>(Rendered.overlay(overlay).environment());

        // The keys come from a secret that no overlay makes.
        assertThat(Program.faultsOf(environment))
                .allMatch(fault -> fault.matches(".*: /etc/heartline/keys/\\S+ does not exist"));
    }

    @Test
    void inProductionTheClusterHasASecret() {
        assertThat(Rendered.overlay(PRODUCTION).environment())
                .containsEntry("HEARTLINE_CLUSTER_SECRET", "/etc/heartline/keys/cluster.secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void aPodIsGivenTheTimeToWaitForCopiesAndToDrain(String overlay) {
        Rendered rendered = Rendered.overlay(overlay);
        int patience = rendered.container().at("lifecycle", "preStop", "exec", "command").texts().stream()
                .filter(word -> word.startsWith("--patience-millis="))
                .mapToInt(word -> Integer.parseInt(word.substring(word.indexOf('=') + 1)))
                .sum();
        int grace = Integer.parseInt(rendered.environment().get("HEARTLINE_GRACE_MILLIS"));
        int given = rendered.pod().at("spec", "terminationGracePeriodSeconds").number() * 1_000;

        assertThat(patience).isPositive();
        assertThat(given).isGreaterThan(HOOK_MILLIS + patience + grace);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void onlyTheStartAsksForCopiesAndOnlyReadinessForTheCluster(String overlay) {
        Tree container = Rendered.overlay(overlay).container();

        assertThat(path(container, "startupProbe")).isEqualTo("/health/copied");
        assertThat(path(container, "readinessProbe")).isEqualTo("/health/ready");
        assertThat(path(container, "livenessProbe")).isEqualTo("/health/live");
        int seconds = container.at("startupProbe", "periodSeconds").number()
                * container.at("startupProbe", "failureThreshold").number();
        assertThat(seconds)
                .as("a start that is given up makes more copies necessary")
                .isGreaterThanOrEqualTo(600);
    }

    private static String path(Tree container, String probe) {
        return container.at(probe, "httpGet", "path").text();
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void nodesFindEachOtherByANameThatTellsOfThemBeforeTheyAreReady(String overlay) {
        Rendered rendered = Rendered.overlay(overlay);
        String name = rendered.environment().get("HEARTLINE_JOIN_DNS");
        Tree service = rendered.the("Service", name);

        assertThat(service.at("spec", "clusterIP").text()).isEqualTo("None");
        assertThat(service.at("spec", "publishNotReadyAddresses").isTrue()).isTrue();
        assertThat(rendered.workload().at("spec", "serviceName").text()).isEqualTo(name);
        assertThat(rendered.workload().at("spec", "podManagementPolicy").text()).isEqualTo("Parallel");
        assertThat(rendered.container().at("env").each()).anySatisfy(variable -> {
            assertThat(variable.at("name").text()).isEqualTo("HEARTLINE_CLUSTER_HOST");
            assertThat(variable.at("valueFrom", "fieldRef", "fieldPath").text()).isEqualTo("status.podIP");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void oneNodeMayBeAwayButNotTwoAtOnce(String overlay) {
        Rendered rendered = Rendered.overlay(overlay);
        int quorum = Integer.parseInt(rendered.environment().get("HEARTLINE_MIN_NODES"));
        int fewest = rendered.of("HorizontalPodAutoscaler").stream()
                .findFirst()
                .map(autoscaler -> autoscaler.at("spec", "minReplicas"))
                .orElseGet(() -> rendered.workload().at("spec", "replicas"))
                .number();

        assertThat(quorum).isGreaterThanOrEqualTo(2).isLessThan(fewest);
        assertThat(rendered.the("PodDisruptionBudget", "heartline")
                        .at("spec", "maxUnavailable")
                        .number())
                .isEqualTo(1);
        assertThat(rendered.workload().at("spec", "updateStrategy", "type").text())
                .isEqualTo("RollingUpdate");
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void podsMayDoNothingThatTheyNeedNot(String overlay) {
        Rendered rendered = Rendered.overlay(overlay);
        Tree pod = rendered.pod().at("spec");
        Tree own = rendered.container().at("securityContext");

        assertThat(pod.at("enableServiceLinks").value())
                .as("a service named heartline would set HEARTLINE_PORT")
                .isEqualTo(false);
        assertThat(pod.at("automountServiceAccountToken").value()).isEqualTo(false);
        assertThat(pod.at("securityContext", "runAsNonRoot").isTrue()).isTrue();
        assertThat(pod.at("securityContext", "seccompProfile", "type").text()).isEqualTo("RuntimeDefault");
        assertThat(own.at("allowPrivilegeEscalation").value()).isEqualTo(false);
        assertThat(own.at("readOnlyRootFilesystem").isTrue()).isTrue();
        assertThat(own.at("capabilities", "drop").texts()).containsExactly("ALL");
        assertThat(rendered.of("Role")).isEmpty();
        assertThat(rendered.of("ClusterRole")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, PRODUCTION})
    void onlyNodesReachThePortsOfTheCluster(String overlay) {
        Rendered rendered = Rendered.overlay(overlay);
        Tree labels = rendered.pod().at("metadata", "labels");
        List<Tree> rules = rendered.of("NetworkPolicy").stream()
                .flatMap(policy -> policy.at("spec", "ingress").each().stream())
                .toList();

        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.at("from").each()).as("somebody is named").isNotEmpty();
            assertThat(portsOf(rule)).as("ports are named").isNotEmpty();
            if (!portsOf(rule).equals(List.of("http"))) {
                assertThat(rule.at("from").each())
                        .allMatch(peer -> peer.at("podSelector", "matchLabels").selects(labels)
                                && !peer.at("namespaceSelector").isThere());
            }
        });
    }

    @Test
    void theAutoscalerSaysHowManyPodsThereAre() {
        assertThat(Rendered.overlay(PRODUCTION)
                        .workload()
                        .at("spec", "replicas")
                        .isThere())
                .isFalse();
    }
}
