package io.heartline.torture;

import io.heartline.torture.field.HeartlineJar;
import io.heartline.torture.field.NetworkKind;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run is made of.
 *
 * @param scenario what is done to the cluster
 * @param seed of all that is chosen: the same seed chooses the same faults, users, manners and pushes
 * @param length for how long; no fault begins later
 * @param faults how many there are at most
 * @param cluster the nodes that are put to the test
 * @param crowd users and their devices
 * @param rate pushes a second
 * @param directory where the history, the logs of the nodes and the report go
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
     * The nodes that are put to the test.
     *
     * @param nodes how many there are
     * @param network the network between them
     * @param jar the program that they run
     */
    public record Cluster(int nodes, NetworkKind network, HeartlineJar jar) {}

    /** How to say it again on the command line. */
    public String command() {
        return "java -jar target/torture.jar torture --scenario %s --seed %d --minutes %s%s --nodes %d --network %s --users %d --devices %d --rate %d%s"
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
                        cluster.jar().option());
    }

    private String minutes() {
        double minutes = length.toMillis() / 60_000.0;
        return minutes == Math.rint(minutes) ? Long.toString((long) minutes) : Double.toString(minutes);
    }
}
