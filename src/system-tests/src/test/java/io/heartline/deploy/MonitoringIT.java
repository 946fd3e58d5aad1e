package io.heartline.deploy;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.story.Cluster;
import io.heartline.story.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Metrics that alerts, dashboard and autoscaler select: a node must export each of them. */
class MonitoringIT {
    private static final Pattern METRIC = Pattern.compile("\\b(?:heartline|jvm|process|system)_[a-z0-9_]+");
    private static final Tree ALERTS =
            Tree.read(Path.of("deploy/monitoring/alerts.yml")).get(0);
    private static final Tree DASHBOARD =
            Tree.read(Path.of("deploy/monitoring/heartline.json")).get(0);

    /** {@code metric{labels}}, without the parts that a template fills in. */
    private static final Pattern SELECTION = Pattern.compile("\\b(heartline_[a-z0-9_]+)\\{([^}]*)}");

    private static final Pattern LABEL = Pattern.compile("([a-z]+)=~?\"([^\"$]+)\"");
    private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "namespace", "pod");

    private static List<String> samples;
    private static Set<String> exported;

    /** Counters that have a sample only after the first event. */
    private static final List<String> NOT_YET_COUNTED = List.of(
            "heartline_session_opened_total",
            "heartline_session_closed_total",
            "heartline_session_refused_total",
            "heartline_session_pulls_total");

    @BeforeAll
    static void scrape() {
        try (Cluster cluster = aCluster("monitoring").with("--metrics-open").withNodes(1)) {
            eventually("a pause of the garbage collector is exported", Duration.ofMinutes(1), () -> {
                samples = samplesOf(cluster.node(1).url());
                return samples.stream().anyMatch(line -> line.startsWith("jvm_gc_pause"));
            });
        }
        exported = samples.stream()
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        exported.addAll(NOT_YET_COUNTED);
    }

    private static List<String> samplesOf(String url) {
        return Http.get(url + "/metrics")
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static Stream<String> metricsIn(Tree document) {
        return document.all()
                .map(Tree::value)
                .filter(String.class::isInstance)
                .flatMap(text -> METRIC.matcher((String) text).results())
                .map(MatchResult::group);
    }

    @Test
    void alertsLookAtWhatIsExported() {
        Tree expressions =
                new Tree("alerts", rules().map(rule -> rule.at("expr").text()).toList());

        assertThat(metricsIn(expressions)).hasSizeGreaterThan(10).allMatch(exported::contains);
    }

    @Test
    void theDashboardLooksAtWhatIsExported() {
        Tree expressions = new Tree(
                "dashboard",
                DASHBOARD.at("panels").each().stream()
                        .flatMap(panel -> panel.at("targets").each().stream())
                        .map(target -> target.at("expr").text())
                        .toList());

        assertThat(metricsIn(expressions)).hasSizeGreaterThan(30).allMatch(exported::contains);
        assertThat(metricsIn(DASHBOARD.at("templating"))).isNotEmpty().allMatch(exported::contains);
    }

    /** Counters by code or status have a sample only after the first such event. */
    @Test
    void whatIsSelectedByALabelIsExportedWithThatLabel() {
        List<String> selected = Stream.of(ALERTS, DASHBOARD)
                .flatMap(Tree::all)
                .map(Tree::value)
                .filter(String.class::isInstance)
                .flatMap(text -> SELECTION.matcher((String) text).results())
                .flatMap(MonitoringIT::selectors)
                .toList();

        assertThat(selected).hasSizeGreaterThan(3).allMatch(MonitoringIT::isExported);
    }

    /** {@code metric label="value"}, one for each alternative. */
    private static Stream<String> selectors(MatchResult selection) {
        return LABEL.matcher(selection.group(2))
                .results()
                .filter(label -> !LABELS_OF_PROMETHEUS.contains(label.group(1)))
                .flatMap(label -> Stream.of(label.group(2).split("\\|"))
                        .map(value -> selection.group(1) + " " + label.group(1) + "=\"" + value + "\""));
    }

    private static boolean isExported(String selector) {
        String metric = selector.substring(0, selector.indexOf(' '));
        String label = selector.substring(metric.length() + 1);
        boolean happened = samples.stream().anyMatch(sample -> sample.startsWith(metric + "{"));
        return happened
                ? samples.stream().anyMatch(sample -> sample.startsWith(metric + "{") && sample.contains(label))
                : label.matches("code=\"4[0-9]{3}\"|reason=\"(429|503|full)\"");
    }

    @Test
    void theAutoscalerLooksAtWhatIsExportedAndTheAdapterServesIt() {
        Tree autoscaler =
                Tree.read(Path.of("k8s/components/autoscaling/autoscaler.yaml")).get(0);
        String metric = autoscaler.at("spec", "metrics").each().stream()
                .filter(each -> each.at("type").text().equals("Pods"))
                .map(each -> each.at("pods", "metric", "name").text())
                .findFirst()
                .orElseThrow();
        Tree rule = Tree.read(Path.of("k8s/components/autoscaling/adapter-rule.yaml"))
                .get(0)
                .each()
                .get(0);

        assertThat(exported).contains(metric);
        assertThat(rule.at("seriesQuery").text()).startsWith(metric + "{");
        assertThat(rule.at("name", "as").text()).isEqualTo(metric);
    }

    @Test
    void theSameAlertsAreInKubernetes() {
        Tree rules = Tree.read(Path.of("k8s/components/monitoring/rules.yaml")).get(0);

        assertThat(rules.at("spec", "groups").value())
                .isEqualTo(ALERTS.at("groups").value());
    }

    @Test
    void eachAlertIsExplainedToOperators() throws IOException {
        String operations = Files.readString(Path.of("docs/OPERATIONS.md"));

        assertThat(rules().map(rule -> rule.at("alert").text()).toList())
                .isNotEmpty()
                .allMatch(alert -> operations.contains("`" + alert + "`"));
    }

    @Test
    void eachAlertSaysHowBadItIs() {
        assertThat(rules()).allMatch(rule -> List.of("info", "warning", "critical")
                .contains(rule.at("labels", "severity").text()));
    }

    private static Stream<Tree> rules() {
        return ALERTS.at("groups").each().stream().flatMap(group -> group.at("rules").each().stream());
    }
}
