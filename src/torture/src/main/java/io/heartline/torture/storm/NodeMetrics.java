package io.heartline.torture.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The metrics of one or more nodes, from the operating system and from {@code /metrics}.
 *
 * @param cpuSeconds processor time since their start
 * @param heapBytes used heap, garbage included
 * @param residentBytes resident memory
 * @param meters values by name and labels; of several nodes the sum, but the maximum of names with {@code _max}
 */
record NodeMetrics(double cpuSeconds, double heapBytes, double residentBytes, Map<String, Double> meters) {
    static final NodeMetrics NONE = new NodeMetrics(0, 0, 0, Map.of());

    private static final String CPU = "process_cpu_time_ns_total";
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
    private static final double MEGABYTE = 1 << 20;

    /** The metrics of a node, from its pid and its answer. */
    static NodeMetrics of(long pid, String metrics) throws IOException {
        Map<String, Double> meters = new HashMap<>();
        metrics.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            meters.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        });
        return new NodeMetrics(
                meters.getOrDefault(CPU, 0.0) / 1e9, sum(meters, HEAP), resident(pid), Map.copyOf(meters));
    }

    /** Runs a garbage collection in a process, if {@code jcmd} is available. */
    static void collect(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (Files.isExecutable(jcmd)) {
            new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }

    /** Resident memory in bytes; 0 if unknown. */
    static double resident(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .sum()
                * 1024;
    }

    NodeMetrics and(NodeMetrics other) {
        Map<String, Double> both = new HashMap<>(meters);
        other.meters.forEach(
                (name, value) -> both.merge(name, value, name.contains("_max") ? Math::max : (a, b) -> a + b));
        return new NodeMetrics(
                cpuSeconds + other.cpuSeconds,
                heapBytes + other.heapBytes,
                residentBytes + other.residentBytes,
                Map.copyOf(both));
    }

    /** The sum of all meters with this prefix. */
    double sum(String prefix) {
        return sum(meters, prefix);
    }

    /** The maximum of all meters with this prefix. */
    double most(String prefix) {
        return meters.entrySet().stream()
                .filter(meter -> meter.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    private static double sum(Map<String, Double> meters, String prefix) {
        return meters.entrySet().stream()
                .filter(meter -> meter.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** The number of sessions that were closed with this code. */
    long closed(int code) {
        return (long) sum("heartline_session_closed_total{code=\"" + code + "\"");
    }

    double heapMegabytes() {
        return heapBytes / MEGABYTE;
    }

    double residentMegabytes() {
        return residentBytes / MEGABYTE;
    }
}
