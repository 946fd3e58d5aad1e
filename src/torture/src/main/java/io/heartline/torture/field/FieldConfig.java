package io.heartline.torture.field;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a field is made of.
 *
 * @param nodes how many nodes there ought to be, 1 to 9: {@code node-1}, {@code node-2}, …
 * @param spares how many more sites there are, where nodes may join: they are numbered on
 * @param network what lies between them
 * @param directory where the nodes' logs go ({@code node-1.log}, …); made where it is not there
 * @param launch how a node is started
 */
public record FieldConfig(int nodes, int spares, NetworkKind network, Path directory, Launch launch) {
    public FieldConfig {
        if (nodes < 1 || spares < 0 || nodes + spares > 9) {
            throw new IllegalArgumentException("nodes: 1 to 9, spares included, not " + nodes + " and " + spares);
        }
        directory = directory.toAbsolutePath();
    }

    /**
     * How a node is started.
     *
     * @param jvm options of its JVM
     * @param program what is behind them: {@code -jar heartline.jar}, or a class path and a class
     * @param serve options of {@code serve} besides those that say where it is and whom it joins
     * @param clocks whether its wall clock can be set; its JVM then runs with libfaketime under it
     */
    public record Launch(List<String> jvm, List<String> program, List<String> serve, boolean clocks) {
        /** A small heap, for several nodes are to fit on a small machine. */
        public static final List<String> SMALL_JVM = jvm("-Xmx384m", "-XX:+UseSerialGC");

        public Launch {
            jvm = List.copyOf(jvm);
            program = List.copyOf(program);
            serve = List.copyOf(serve);
        }

        /** A jar, in a small JVM. */
        public static Launch of(HeartlineJar jar, List<String> serve) {
            List<String> program = List.of("-jar", jar.file().toAbsolutePath().toString());
            return new Launch(SMALL_JVM, program, serve, false);
        }

        /** The same with clocks that can be set. */
        public Launch withClocks() {
            return new Launch(jvm, program, serve, true);
        }

        /** The same with so much heap, and the collector that the JVM chooses by itself: nodes that are to be measured. */
        public Launch withHeap(int megabytes) {
            return new Launch(jvm("-Xmx" + megabytes + "m"), program, serve, clocks);
        }

        /** A JVM without memory ends, and that is seen. */
        private static List<String> jvm(String... more) {
            List<String> jvm = new ArrayList<>(List.of(
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xshare:auto",
                    "-XX:+ExitOnOutOfMemoryError"));
            jvm.addAll(List.of(more));
            return List.copyOf(jvm);
        }

        List<String> command() {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(jvm);
            command.addAll(program);
            return command;
        }
    }
}
