package io.heartline.torture.cli;

import io.heartline.torture.Report;
import io.heartline.torture.Scenario;
import io.heartline.torture.Torture;
import io.heartline.torture.TortureConfig;
import io.heartline.torture.field.NetworkKind;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Breaks a cluster of its own under load, and judges what came of it. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description =
                "Start a cluster on this machine, put publishers and devices on it, break it in ways that a seed decides,"
                        + " and judge from the history alone whether anything that was accepted was lost, doubled,"
                        + " reordered or forgotten. Ends in a report on one page.",
        footer = {
            "",
            "Examples:",
            "  torture.jar torture --minutes 10                       whatever can go wrong on this machine",
            "  torture.jar torture --minutes 60 --nodes 5 --seed 7    the same faults as the last run with seed 7",
            "  torture.jar torture --scenario split-open --nodes 5    a network cut in two, both sides going on",
            "Cuts need Linux, root and iproute2 (network namespaces of its own); clock jumps need libfaketime. Without,",
            "these faults are left out, and the report says so."
        })
final class TortureCommand implements Callable<Integer>, TortureProgram.Checked {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--scenario",
            defaultValue = "faults",
            description = "faults, rolling, split or split-open (default: ${DEFAULT-VALUE})")
    String scenario = "";

    @Option(names = "--seed", description = "decides faults and load; a run names its own (default: a new one)")
    @Nullable
    Long seed;

    @Option(names = "--minutes", defaultValue = "10", description = "for how long (default: ${DEFAULT-VALUE})")
    double minutes;

    @Option(names = "--faults", description = "end after so many, if time has not ended it before")
    @Nullable
    Long faults;

    @Option(names = "--nodes", defaultValue = "3", description = "2 to 8 (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(
            names = "--network",
            defaultValue = "auto",
            description =
                    "namespaces, loopback, or auto: namespaces where there can be some (default: ${DEFAULT-VALUE})")
    String network = "";

    @Option(names = "--users", defaultValue = "200", description = "how many users (default: ${DEFAULT-VALUE})")
    int users;

    @Option(
            names = "--devices",
            defaultValue = "3",
            description = "how many devices a user has at most, 1 to 8 (default: ${DEFAULT-VALUE})")
    int devices;

    @Option(names = "--rate", defaultValue = "200", description = "pushes a second (default: ${DEFAULT-VALUE})")
    int rate;

    @Option(
            names = "--directory",
            description = "for history, logs and report (default: heartline-torture/SCENARIO-SEED)")
    @Nullable
    Path directory;

    @Override
    public List<String> faults() {
        Faults wrong = new Faults();
        if (chosenScenario().isEmpty()) {
            wrong.add("scenario: must be one of " + labels() + ", not '" + scenario + "'");
        }
        if (!List.of("auto", "loopback", "namespaces").contains(network)) {
            wrong.add("network: must be auto, loopback or namespaces, not '" + network + "'");
        } else {
            chosenNetwork().unavailable().ifPresent(why -> wrong.add("network: " + why));
        }
        if (!(minutes > 0 && minutes <= 24 * 60)) {
            wrong.add("minutes: must be more than 0 and at most a day's, not " + minutes);
        }
        wrong.atLeastOne("faults", faults == null ? 1 : faults);
        wrong.within("nodes", nodes, 2, 8);
        wrong.within("users", users, 1, 100_000);
        wrong.within("devices", devices, 1, 8);
        wrong.within("rate", rate, 1, 100_000);
        boolean cuts = chosenScenario().filter(Scenario::needsCuts).isPresent();
        if (cuts && chosenNetwork() == NetworkKind.LOOPBACK) {
            wrong.add("scenario: " + scenario + " needs network namespaces, so that the network can be cut");
        }
        if (cuts && nodes < 3) {
            wrong.add("nodes: a split needs 3 or more, so that there is a minority");
        }
        return wrong.all();
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Report report = new Torture(plan(), line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
        out.println();
        out.print(report.text());
        out.flush();
        return report.isClean() ? TortureProgram.DONE : TortureProgram.FAILED;
    }

    private TortureConfig plan() {
        Scenario chosen = chosenScenario().orElseThrow();
        long number = seed != null ? seed : ThreadLocalRandom.current().nextLong(1_000_000);
        return new TortureConfig(
                chosen,
                number,
                Duration.ofMillis(Math.round(minutes * 60_000)),
                faults == null ? Long.MAX_VALUE : faults,
                nodes,
                chosenNetwork(),
                Crowd.of(users, devices),
                rate,
                directory != null ? directory : Path.of("heartline-torture", chosen.label() + "-" + number));
    }

    private Optional<Scenario> chosenScenario() {
        return Arrays.stream(Scenario.values())
                .filter(known -> known.label().equals(scenario))
                .findFirst();
    }

    private NetworkKind chosenNetwork() {
        if (network.equals("auto")) {
            return NetworkKind.NAMESPACES.unavailable().isEmpty() ? NetworkKind.NAMESPACES : NetworkKind.LOOPBACK;
        }
        return NetworkKind.valueOf(network.toUpperCase(Locale.ROOT));
    }

    private static List<String> labels() {
        return Arrays.stream(Scenario.values()).map(Scenario::label).toList();
    }
}
