package io.heartline.torture.storm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The result of a flood.
 *
 * @param http the answers to pushes in batches
 * @param bus the answers to pushes over the event bus
 * @param probes the answers to a publisher with a low rate, by HTTP status
 * @param probeMillis the 99th percentile of the time until its pushes were stored, and until they were refused
 * @param closings lost connections of other clients, by close code
 * @param heapMegabytes the heap of both nodes after garbage collection, before the flood and after it
 */
public record FloodResult(
        Flood.Plan plan,
        Map<String, Long> http,
        Map<String, Long> bus,
        Map<Integer, Long> probes,
        List<Long> probeMillis,
        long withoutRetryAfter,
        Map<Integer, Long> closings,
        int alive,
        boolean recovered,
        long missing,
        List<Double> heapMegabytes,
        double residentMegabytes,
        double cpuSeconds,
        double lagMillis,
        long blocked)
        implements StormResult {
    /** The statuses that the contract allows here: stored, refused, or unknown. */
    private static final Set<String> ALLOWED = Set.of("202", "429", "503", "507", "504", "TIMEOUT");
    /** The outcomes of a push in a batch, and the status of the same outcome for a single push. */
    private static final Map<String, String> STATUSES = Map.of(
            "stored", "202",
            "RATE_LIMITED", "429",
            "UNAVAILABLE", "503",
            "MAILBOX_FULL", "507",
            "OUTCOME_UNKNOWN", "504");

    /** True if every answer is allowed, no other client lost a connection or a message, and the nodes recovered. */
    @Override
    public boolean isSound() {
        return ALLOWED.containsAll(byStatus(http).keySet())
                && ALLOWED.containsAll(byStatus(bus).keySet())
                && probes.keySet().stream().allMatch(status -> ALLOWED.contains(status.toString()))
                && withoutRetryAfter == 0
                && closings.isEmpty()
                && alive == 2
                && recovered
                && missing == 0;
    }

    private static Map<String, Long> byStatus(Map<String, Long> answers) {
        Map<String, Long> statuses = new TreeMap<>();
        answers.forEach((answer, n) -> statuses.merge(STATUSES.getOrDefault(answer, answer), n, Long::sum));
        return statuses;
    }

    @Override
    public String toString() {
        return String.format(
                """
                flood     %d batches a node, %d bus pushes unanswered, %d bytes, %d s, nodes with %s
                answers   over HTTP %s, over the bus %s, by status
                low rate  %s by status, 99 of 100 stored within %d ms, refused within %d ms, %d without Retry-After
                others    %s of %d connections lost, by code, %d messages missing
                memory    %.0f MB in both heaps before, %.0f after; one node %.0f MB resident at most, with a heap of %d
                nodes     %d alive, recovered: %s, %.1f CPU-seconds, loops %.0f ms late at most, %d blocked threads
                """,
                plan.batches(),
                plan.unanswered(),
                plan.bodyBytes(),
                plan.time().toSeconds(),
                String.join(" ", plan.options()),
                byStatus(http),
                byStatus(bus),
                probes,
                probeMillis.get(0),
                probeMillis.get(1),
                withoutRetryAfter,
                closings,
                plan.bystanders(),
                missing,
                heapMegabytes.get(0),
                heapMegabytes.get(1),
                residentMegabytes,
                plan.nodes().heapMegabytes(),
                alive,
                recovered,
                cpuSeconds,
                lagMillis,
                blocked);
    }
}
