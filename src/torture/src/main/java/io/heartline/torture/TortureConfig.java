package io.heartline.torture;

import io.heartline.torture.field.HeartlineJar;
import io.heartline.torture.field.NetworkKind;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The configuration of a run.
 *
 * @param scenario the faults
 * @param seed of all random choices: the same seed chooses the same faults, users, behaviours and pushes
 * @param length of the run; no fault begins later
 * @param faults the highest number of faults
 * @param cluster the nodes under test
 * @param crowd users and their devices
 * @param rate pushes a second
 * @param directory the folder for the history, the logs of the nodes and the report
 */
public record TortureConfig(
        Scenario scenario,
        long seed,
        Duration length,
        long faults,
        Cluster cluster,
        Crowd crowd,
        int rate,
        Path directory) {

    /**
     * The nodes under test.
     *
     * @param nodes their number
     * @param network the network between them
     * @param jar the program that they run
     * @param secret true if they share a secret, which is made for the run, so that the event bus speaks TLS
     */
    public record Cluster(int nodes, NetworkKind network, HeartlineJar jar, boolean secret) {}

    /** The command that repeats this run. */
    public String command() {
        return "java -jar target/torture.jar torture --scenario %s --seed %d --minutes %s%s --nodes %d --network %s --users %d --devices %d --rate %d%s%s"
                .formatted(
                        scenario.label(),
                        seed,
                        minutes(),
                        faults == Long.MAX_VALUE ? "" : " --faults " + faults,
                        cluster.nodes(),
                        cluster.network().name().toLowerCase(Locale.ROOT),
                        crowd.users(),
                        crowd.devices(),
                        rate,
                        cluster.secret() ? " --cluster-secret" : "",
                        cluster.jar().option());
    }

    private String minutes() {
        double minutes = length.toMillis() / 60_000.0;
        return minutes == Math.rint(minutes) ? Long.toString((long) minutes) : Double.toString(minutes);
    }
}
