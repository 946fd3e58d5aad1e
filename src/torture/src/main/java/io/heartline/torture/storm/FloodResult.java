package io.heartline.torture.storm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What came of it.
 *
 * @param http what the pushes in batches were answered
 * @param bus what those over the event bus were
 * @param knocks what a modest publisher was answered meanwhile, by HTTP status
 * @param knockMillis how long 99 of 100 of its stored answers took, and of all others
 * @param closings connections that clients lost, by close code
 * @param heapMegabytes what was left in each heap, after collection: before, and after the nodes had recovered
 */
public record FloodResult(
        Flood.Plan plan,
        Map<String, Long> http,
        Map<String, Long> bus,
        Map<Integer, Long> knocks,
        List<Long> knockMillis,
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
        implements Outcome {
    /** What a push may come to here, by the contract: stored, refused in so many words, or unknown. */
    private static final Set<String> ALLOWED = Set.of("202", "429", "503", "507", "504", "TIMEOUT");
    /** What a batch says of one push, and the status that the push by itself would have been answered with. */
    private static final Map<String, String> STATUSES = Map.of(
            "stored", "202",
            "RATE_LIMITED", "429",
            "UNAVAILABLE", "503",
            "MAILBOX_FULL", "507",
            "OUTCOME_UNKNOWN", "504");

    /** Whether every answer was one that may be given, nobody lost a connection or a message, and all is as before. */
    @Override
    public boolean isSound() {
        return ALLOWED.containsAll(byStatus(http).keySet())
                && ALLOWED.containsAll(byStatus(bus).keySet())
                && knocks.keySet().stream().allMatch(status -> ALLOWED.contains(status.toString()))
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
                modest    %s by status, 99 of 100 stored within %d ms, refused within %d ms, %d without Retry-After
                innocent  %s of %d connections lost, by code, %d messages missing
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
                knocks,
                knockMillis.get(0),
                knockMillis.get(1),
                withoutRetryAfter,
                closings,
                plan.innocents(),
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
