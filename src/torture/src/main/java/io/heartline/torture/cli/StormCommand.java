package io.heartline.torture.cli;

import io.heartline.torture.storm.Flood;
import io.heartline.torture.storm.LostHint;
import io.heartline.torture.storm.NodeSetup;
import io.heartline.torture.storm.ReconnectStorm;
import io.heartline.torture.storm.StalledClients;
import io.heartline.torture.storm.StormResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code storm}: puts extreme load on its own cluster, and prints the measurements. */
@Command(
        name = "storm",
        mixinStandardHelpOptions = true,
        versionProvider = TortureProgram.Version.class,
        description =
                "Start a small cluster on this machine, put extreme load on it, and print what that cost the nodes and"
                        + " other clients. The exit code is 0 if nothing was lost and the cluster recovered, else 1.",
        footer = {
            "",
            "Scenarios:",
            "  node-dies    one of three nodes is killed; its clients reconnect with jitter",
            "  all-at-once  all connections break; all clients reconnect without waiting",
            "  stalled      clients stop reading; the latency of other clients is measured",
            "  flood        publishers push faster than two nodes can store",
            "  lost-hint    hints to sessions are lost; their audits find the messages",
            "",
            "Examples, after 'java -jar':",
            "  torture.jar storm node-dies --clients 3000    fewer clients",
            "  torture.jar storm stalled                     takes a few minutes",
            "  torture.jar storm flood --publish-rate 1000   with a rate limit: 429",
            "  torture.jar storm flood --jar old/heartline.jar",
            "",
            "Nodes and clients share this machine: the times depend on it, too."
        })
final class StormCommand implements Callable<Integer>, TortureProgram.Checked {
    private static final int CALM_SECONDS = 15;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    JarOption jar = new JarOption();

    @Parameters(
            index = "0",
            paramLabel = "SCENARIO",
            description = "node-dies, all-at-once, stalled, flood or lost-hint, see below")
    @Nullable
    String scenario;

    @Option(
            names = "--clients",
            description = "number of clients (default: 15000; stalled and lost-hint 1000, flood 200)")
    @Nullable
    Integer clients;

    @Option(
            names = "--heap",
            paramLabel = "MEGABYTES",
            defaultValue = "512",
            description = "heap of each node (default: ${DEFAULT-VALUE})")
    int heap;

    @Option(
            names = "--others",
            description = "stalled: number of clients that go on reading, and whose latency is measured (default: 100)")
    @Nullable
    Integer others;

    @Option(names = "--seconds", description = "flood: length of the flood (default: 30)")
    @Nullable
    Integer seconds;

    @Option(
            names = "--publish-rate",
            description = "flood: pushes a second that each publisher may send to a gateway (default: no limit)")
    @Nullable
    Integer publishRate;

    @Option(
            names = "--audit-every-millis",
            description = "lost-hint: interval at which a session checks that it missed nothing (default: 10000)")
    @Nullable
    Integer auditEveryMillis;

    @Option(names = "--directory", description = "folder for the logs of the nodes (default: heartline-storm/SCENARIO)")
    @Nullable
    Path directory;

    /** The scenarios, each with its default number of clients. */
    private enum Scenario {
        NODE_DIES(15_000),
        ALL_AT_ONCE(15_000),
        STALLED(1_000),
        FLOOD(200),
        LOST_HINT(1_000);

        private final int clients;

        Scenario(int clients) {
            this.clients = clients;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An option of one scenario alone, and its value. */
    private record Special(Scenario of, String option, int value) {}

    @Override
    public List<String> errors() {
        OptionErrors errors = new OptionErrors();
        if (scenario != null && chosen().isEmpty()) {
            errors.add("scenario: must be one of " + labels() + ", not '" + scenario + "'");
        }
        errors.within("clients", orElse(clients, 1), 1, 50_000);
        errors.within("heap", heap, 64, 65_536);
        errors.within("others", orElse(others, 1), 1, 10_000);
        errors.within("seconds", orElse(seconds, 1), 1, 3_600);
        errors.within("publish-rate", orElse(publishRate, 1), 1, 1_000_000);
        errors.within("audit-every-millis", orElse(auditEveryMillis, 1_000), 100, 3_600_000);
        jar.check(errors);
        chosen().ifPresent(storm -> special().stream()
                .filter(special -> special.of() != storm)
                .forEach(special -> errors.add(special.option() + ": is not an option of " + storm.label())));
        return errors.all();
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Scenario storm = chosen().orElseThrow();
        Path logs = directory != null ? directory : Path.of("heartline-storm", storm.label());
        out.println("again with: " + again(storm));
        out.println("logs:       " + logs.toAbsolutePath());
        out.flush();
        StormResult outcome = run(storm, orElse(clients, storm.clients), new NodeSetup(jar.jar(), heap, logs));
        out.println();
        out.print(outcome);
        out.printf(
                "machine   %d processors, JDK %d%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version().feature());
        out.println(outcome.isSound() ? "sound" : "NOT SOUND: something was lost, or the cluster did not recover");
        out.flush();
        return outcome.isSound() ? TortureProgram.DONE : TortureProgram.FAILED;
    }

    private StormResult run(Scenario storm, int many, NodeSetup nodes) throws Exception {
        return switch (storm) {
            case NODE_DIES -> ReconnectStorm.run(new ReconnectStorm.Plan(ReconnectStorm.Kind.NODE_DIES, many, nodes));
            case ALL_AT_ONCE ->
                ReconnectStorm.run(new ReconnectStorm.Plan(ReconnectStorm.Kind.ALL_AT_ONCE, many, nodes));
            case STALLED -> StalledClients.run(stalled(many, nodes));
            case FLOOD -> Flood.run(flood(many, nodes));
            case LOST_HINT ->
                LostHint.run(new LostHint.Plan(many, Duration.ofMillis(orElse(auditEveryMillis, 10_000)), nodes));
        };
    }

    private StalledClients.Plan stalled(int many, NodeSetup nodes) {
        Duration ackWithin = Duration.ofSeconds(10);
        Duration calm = Duration.ofSeconds(CALM_SECONDS);
        return new StalledClients.Plan(many, orElse(others, 100), 8_000, 12, ackWithin, calm, 2, nodes);
    }

    private Flood.Plan flood(int many, NodeSetup nodes) {
        List<String> options = new ArrayList<>(List.of("--heartbeat-millis=3000"));
        if (publishRate != null) {
            options.add("--publish-rate=" + publishRate);
        }
        Duration time = Duration.ofSeconds(orElse(seconds, 30));
        return new Flood.Plan(16, 40_000, 1_000, many, false, time, options, nodes);
    }

    /** The command that repeats this run. */
    private String again(Scenario storm) {
        StringBuilder again = new StringBuilder("java -jar target/torture.jar storm " + storm.label());
        again.append(" --clients ").append(orElse(clients, storm.clients));
        again.append(" --heap ").append(heap);
        special()
                .forEach(special ->
                        again.append(" --").append(special.option()).append(' ').append(special.value()));
        return again.append(jar.jar().option()).toString();
    }

    private List<Special> special() {
        List<Special> all = new ArrayList<>();
        addIfGiven(all, Scenario.STALLED, "others", others);
        addIfGiven(all, Scenario.FLOOD, "seconds", seconds);
        addIfGiven(all, Scenario.FLOOD, "publish-rate", publishRate);
        addIfGiven(all, Scenario.LOST_HINT, "audit-every-millis", auditEveryMillis);
        return all;
    }

    private static void addIfGiven(List<Special> all, Scenario of, String option, @Nullable Integer value) {
        if (value != null) {
            all.add(new Special(of, option, value));
        }
    }

    private Optional<Scenario> chosen() {
        return Arrays.stream(Scenario.values())
                .filter(known -> known.label().equals(scenario))
                .findFirst();
    }

    private static List<String> labels() {
        return Arrays.stream(Scenario.values()).map(Scenario::label).toList();
    }

    private static int orElse(@Nullable Integer given, int standard) {
        return given != null ? given : standard;
    }
}
