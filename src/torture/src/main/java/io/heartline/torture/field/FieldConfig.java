package io.heartline.torture.field;

import io.heartline.torture.Site;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration of a field.
 *
 * @param nodes the number of nodes, 1 to 9: {@code node-1}, {@code node-2}, …
 * @param spares the number of additional sites, with the next numbers
 * @param network the network between the nodes
 * @param directory the folder for the nodes' logs ({@code node-1.log}, …); created if it does not exist
 * @param launch the command that starts a node
 */
public record FieldConfig(int nodes, int spares, NetworkKind network, Path directory, Launch launch) {
    public FieldConfig {
        if (nodes < 1 || spares < 0 || nodes + spares > 9) {
            throw new IllegalArgumentException("nodes: 1 to 9, spares included, not " + nodes + " and " + spares);
        }
        directory = directory.toAbsolutePath();
    }

    /**
     * The command that starts a node.
     *
     * @param jvm options of its JVM
     * @param program the arguments after them: {@code -jar heartline.jar}, or a class path and a class; more options may come first
     * @param serve options of {@code serve} besides addresses and members
     * @param clocks true if its wall clock can be set; libfaketime is then preloaded into its JVM
     */
    public record Launch(List<String> jvm, List<String> program, List<String> serve, boolean clocks) {
        /** A small heap, so that several nodes fit on a small machine. */
        public static final List<String> SMALL_JVM = jvm("-Xmx384m", "-XX:+UseSerialGC");

        public Launch {
            jvm = List.copyOf(jvm);
            program = List.copyOf(program);
            serve = List.copyOf(serve);
        }

        /** Starts a jar in a small JVM. */
        public static Launch of(HeartlineJar jar, List<String> serve) {
            return new Launch(SMALL_JVM, jar.arguments(), serve, false);
        }

        /** Adds a wall clock that can be set. */
        public Launch withClocks() {
            return new Launch(jvm, program, serve, true);
        }

        /** Sets the heap, and leaves the choice of the collector to the JVM, for nodes that are measured. */
        public Launch withHeap(int megabytes) {
            return new Launch(jvm("-Xmx" + megabytes + "m"), program, serve, clocks);
        }

        /** Options of every JVM: one that runs out of memory ends, which the harness notices. */
        private static List<String> jvm(String... more) {
            List<String> jvm = new ArrayList<>(List.of(
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xshare:auto",
                    "-XX:+ExitOnOutOfMemoryError"));
            jvm.addAll(List.of(more));
            return List.copyOf(jvm);
        }

        /**
         * The command that starts a node at a site.
         *
         * @param clock the prefix that gives the node a wall clock that can be set; empty for none
         */
        List<String> command(Network network, Site site, List<String> clock) {
            List<String> command = new ArrayList<>(network.entering(site));
            command.addAll(clock);
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(jvm);
            command.addAll(program);
            command.addAll(List.of(
                    "serve",
                    "--auth=none",
                    "--host=" + site.host(),
                    "--port=" + site.port(),
                    "--cluster-host=" + site.host(),
                    "--cluster-port=" + site.clusterPort(),
                    "--bus-port=" + site.busPort(),
                    "--join=" + network.sites().stream().map(Site::member).collect(Collectors.joining(","))));
            command.addAll(serve);
            return command;
        }
    }
}
