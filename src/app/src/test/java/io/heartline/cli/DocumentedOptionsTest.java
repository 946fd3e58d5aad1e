package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.api.ApiConfig;
import io.heartline.cluster.ClusterConfig.Timing;
import io.heartline.delivery.DeliveryConfig;
import io.heartline.node.SessionLimit;
import io.heartline.session.SessionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code serve} as section 6 of the protocol reference documents them, and the settings that they reach. */
class DocumentedOptionsTest {
    private static final Path REFERENCE = Path.of("docs/PROTOCOL.md");
    private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
    private static final String NO_DEFAULT = "–";

    private final ServeCommand serve = new ServeCommand();
    private CommandLine commandLine;

    /** An option and its default in the table. */
    private record Documented(String option, String byDefault) {
        @Override
        public String toString() {
            return option + " " + byDefault;
        }
    }

    @BeforeEach
    void read() {
        commandLine = new CommandLine(serve);
    }

    static List<Documented> documented() throws IOException {
        List<Documented> documented = Files.readAllLines(REFERENCE).stream()
                .dropWhile(line -> !line.startsWith("| option of `serve` | default |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| `--"))
                .flatMap(DocumentedOptionsTest::row)
                .toList();
        assertThat(documented).as("options in the table of %s", REFERENCE).hasSizeGreaterThanOrEqualTo(24);
        return documented;
    }

    /** The options of a row: each has a default of its own, or all have the only one. */
    private static Stream<Documented> row(String line) {
        String[] cells = line.split(" *\\| *", -1);
        List<String> options = OPTION.matcher(cells[1])
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
        List<String> defaults = Arrays.asList(cells[2].split(", ", -1));
        assertThat(defaults.size()).as(line).isIn(1, options.size());
        return options.stream()
                .map(option ->
                        new Documented(option, defaults.get(defaults.size() == 1 ? 0 : options.indexOf(option))));
    }

    @ParameterizedTest
    @MethodSource("documented")
    void eachOptionHasItsDocumentedDefault(Documented documented) {
        OptionSpec option = commandLine.getCommandSpec().findOption(documented.option());
        assertThat(option).as("option of the command line").isNotNull();
        commandLine.parseArgs();

        assertThat(shown(option.getValue())).isEqualTo(documented.byDefault());
    }

    /** A value as the table shows it. */
    private static String shown(@Nullable Object value) {
        if (value == null || (value instanceof Collection<?> list && list.isEmpty())) {
            return NO_DEFAULT;
        }
        return value.equals(false) ? "off" : value.toString();
    }

    @Test
    void withoutOptionsEachRoomHasItsOwnDefaults() {
        commandLine.parseArgs();

        assertThat(serve.limits.session()).isEqualTo(SessionConfig.DEFAULT);
        assertThat(serve.limits.delivery()).isEqualTo(DeliveryConfig.DEFAULT);
        assertThat(serve.limits.api()).isEqualTo(ApiConfig.DEFAULT);
        assertThat(serve.cluster.cluster(Timing.DEFAULT.leave()).timing()).isEqualTo(Timing.DEFAULT);
    }

    @Test
    void optionsReachTheSettingsThatTheyName() {
        commandLine.parseArgs(
                "--heartbeat-millis=11000",
                "--ack-within-millis=22000",
                "--window=33",
                "--audit-every-millis=44000",
                "--keep-millis=55000",
                "--mailbox-messages=66",
                "--mailbox-bytes=7777",
                "--cluster-name=orders",
                "--min-nodes=2",
                "--backups=2",
                "--max-header-bytes=8192",
                "--grace-millis=9000");

        SessionConfig session = serve.limits.session();
        assertThat(session.heartbeat()).hasMillis(11_000);
        assertThat(session.ackWithin()).hasMillis(22_000);
        assertThat(session.window()).isEqualTo(33);
        assertThat(session.auditEvery()).hasMillis(44_000);
        assertThat(session.keep()).hasMillis(55_000);
        assertThat(serve.limits.delivery().mailboxMessages()).isEqualTo(66);
        assertThat(serve.limits.delivery().mailboxBytes()).isEqualTo(7_777);
        assertThat(serve.cluster.cluster(Timing.DEFAULT.leave()).clusterName()).isEqualTo("orders");
        assertThat(serve.cluster.cluster(Timing.DEFAULT.leave()).minNodes()).isEqualTo(2);
        assertThat(serve.cluster.store().backups()).isEqualTo(2);
        assertThat(serve.listen.listening().maxHeaderBytes()).isEqualTo(8_192);
        assertThat(serve.listen.listening().grace()).hasMillis(9_000);
    }

    @Test
    void theSessionsAreLimitedByTheHeapUnlessANumberIsGiven() {
        commandLine.parseArgs();
        assertThat(serve.listen.listening().maxSessions())
                .isEqualTo(SessionLimit.ofHeap(Runtime.getRuntime().maxMemory()));
        commandLine.parseArgs("--max-sessions=3000000");
        assertThat(serve.listen.listening().maxSessions()).isEqualTo(SessionLimit.of(3_000_000));
    }

    @Test
    void metricsAreOpenIfThereIsNoAuthenticationOrTheOptionIsGiven() {
        commandLine.parseArgs();
        assertThat(serve.access.auth().metricsOpen()).isTrue();
        commandLine.parseArgs("--auth=jwt", "--jwt-secret=0123456789abcdef0123456789abcdef");
        assertThat(serve.access.auth().metricsOpen()).isFalse();
        commandLine.parseArgs("--auth=jwt", "--jwt-secret=0123456789abcdef0123456789abcdef", "--metrics-open");
        assertThat(serve.access.auth().metricsOpen()).isTrue();
    }
}
