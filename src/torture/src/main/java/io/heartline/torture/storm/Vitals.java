package io.heartline.torture.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How nodes are: what they have used, and what they say of themselves at {@code /metrics}.
 *
 * @param cpuSeconds since they started
 * @param heapBytes what their heaps hold, garbage included
 * @param residentBytes what they take of the machine's memory, heap and all
 * @param meters by name and labels, as they stand there; of several nodes the sum, but the largest of what ends in
 *     {@code _max}
 */
record Vitals(double cpuSeconds, double heapBytes, double residentBytes, Map<String, Double> meters) {
    static final Vitals NONE = new Vitals(0, 0, 0, Map.of());

    private static final String CPU = "process_cpu_time_ns_total";
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";
    private static final double MEGABYTE = 1 << 20;

    /** How the node is that runs in this process, and answered with this text. */
    static Vitals of(long pid, String metrics) throws IOException {
        Map<String, Double> meters = new HashMap<>();
        metrics.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            meters.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
        });
        return new Vitals(meters.getOrDefault(CPU, 0.0) / 1e9, sum(meters, HEAP), resident(pid), Map.copyOf(meters));
    }

    /** Has a process collect its garbage, where the tool for that is there. */
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

    /** 0 where the system does not tell. */
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

    Vitals and(Vitals other) {
        Map<String, Double> both = new HashMap<>(meters);
        other.meters.forEach(
                (name, value) -> both.merge(name, value, name.contains("_max") ? Math::max : (a, b) -> a + b));
        return new Vitals(
                cpuSeconds + other.cpuSeconds,
                heapBytes + other.heapBytes,
                residentBytes + other.residentBytes,
                Map.copyOf(both));
    }

    /** All meters that begin so. */
    double sum(String prefix) {
        return sum(meters, prefix);
    }

    /** The largest of those that begin so. */
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

    /** How many sessions were closed with this code. */
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
