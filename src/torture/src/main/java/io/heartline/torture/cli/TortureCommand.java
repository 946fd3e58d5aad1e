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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code torture}: injects faults into its own cluster under load, and checks the history. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        versionProvider = TortureProgram.Version.class,
        description =
                "Start a cluster on this machine, connect publishers and devices, and inject faults that a seed chooses."
                        + " Then check the recorded history: no accepted message may be lost, duplicated or reordered."
                        + " Writes a report of one page. The exit code is 0 if nothing was found, else 1.",
        footer = {
            "",
            "Examples, after 'java -jar':",
            "  torture.jar torture --minutes 10                  all possible faults",
            "  torture.jar torture --minutes 60 --nodes 5 --seed 7",
            "                                                    repeats the faults of seed 7",
            "  torture.jar torture --scenario split-open         both sides of a split serve",
            "  torture.jar torture --jar old/heartline.jar       another build of Heartline",
            "",
            "Network cuts need Linux, root and iproute2 (network namespaces). Clock jumps",
            "need libfaketime. Faults that this machine does not allow are left out, and",
            "the report names them."
        })
final class TortureCommand implements Callable<Integer>, TortureProgram.Checked {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Mixin
    JarOption jar = new JarOption();

    @Option(
            names = "--scenario",
            defaultValue = "faults",
            description = "faults, rolling, split or split-open (default: ${DEFAULT-VALUE})")
    String scenario = "";

    @Option(
            names = "--seed",
            description = "chooses the faults and the load (default: a random one, which the report names)")
    @Nullable
    Long seed;

    @Option(names = "--minutes", defaultValue = "10", description = "length of the run (default: ${DEFAULT-VALUE})")
    double minutes;

    @Option(names = "--faults", description = "end after this number of faults, even if time is left")
    @Nullable
    Long faults;

    @Option(names = "--nodes", defaultValue = "3", description = "number of nodes, 2 to 8 (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(
            names = "--network",
            defaultValue = "auto",
            description =
                    "namespaces, loopback, or auto: namespaces if this machine allows them (default: ${DEFAULT-VALUE})")
    String network = "";

    @Option(names = "--users", defaultValue = "200", description = "number of users (default: ${DEFAULT-VALUE})")
    int users;

    @Option(
            names = "--devices",
            defaultValue = "3",
            description = "highest number of devices of a user, 1 to 8 (default: ${DEFAULT-VALUE})")
    int devices;

    @Option(names = "--rate", defaultValue = "200", description = "pushes a second (default: ${DEFAULT-VALUE})")
    int rate;

    @Option(
            names = "--cluster-secret",
            description = "give the nodes a secret, made for the run, so that the event bus speaks TLS")
    boolean secret;

    @Option(
            names = "--directory",
            description = "folder for history, logs and report (default: heartline-torture/SCENARIO-SEED)")
    @Nullable
    Path directory;

    @Override
    public List<String> errors() {
        OptionErrors errors = new OptionErrors();
        if (chosenScenario().isEmpty()) {
            errors.add("scenario: must be one of " + labels() + ", not '" + scenario + "'");
        }
        if (!List.of("auto", "loopback", "namespaces").contains(network)) {
            errors.add("network: must be auto, loopback or namespaces, not '" + network + "'");
        } else {
            chosenNetwork().unavailable().ifPresent(why -> errors.add("network: " + why));
        }
        if (!(minutes > 0 && minutes <= 24 * 60)) {
            errors.add("minutes: must be more than 0 and at most 1440, not " + minutes);
        }
        errors.atLeastOne("faults", faults == null ? 1 : faults);
        jar.check(errors);
        errors.within("nodes", nodes, 2, 8);
        errors.within("users", users, 1, 100_000);
        errors.within("devices", devices, 1, 8);
        errors.within("rate", rate, 1, 100_000);
        boolean cuts = chosenScenario().filter(Scenario::needsCuts).isPresent();
        if (cuts && chosenNetwork() == NetworkKind.LOOPBACK) {
            errors.add("scenario: " + scenario + " needs network namespaces, so that the network can be cut");
        }
        if (cuts && nodes < 3) {
            errors.add("nodes: a split needs 3 or more, so that there is a minority");
        }
        return errors.all();
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
                new TortureConfig.Cluster(nodes, chosenNetwork(), jar.jar(), secret),
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
