package io.heartline.torture.check;

import java.util.HashMap;
import java.util.Map;

/** A node sends its clients away: how many connections the others saw meanwhile, second by second. */
final class Drain {
    private static final long SECOND = 1_000;

    private final long from;
    private final int others;
    private final Map<String, Map<Long, Integer>> seen = new HashMap<>();
    private long until;

    /**
     * @param from when it began
     * @param others how many nodes were there beside it
     */
    Drain(long from, int others) {
        this.from = from;
        this.others = others;
    }

    /** One more is sent away, and asked to be back at a time. */
    void sends(long back) {
        until = Math.max(until, back);
    }

    /** Whether all are back, or should be; the next who is sent away belongs to another drain. */
    boolean isOver(long at) {
        return at > until + SECOND;
    }

    /** Another node sees a connection begin; when it is over that is nothing to it. */
    void sees(String node, long at) {
        if (isOver(at)) {
            return;
        }
        seen.computeIfAbsent(node, key -> new HashMap<>()).merge((at - from) / SECOND, 1, Integer::sum);
    }

    /** How many connections a node would have seen in a second, had all come evenly to all until the last was to be back. */
    double fairShare() {
        long all = seen.values().stream()
                .flatMap(seconds -> seconds.values().stream())
                .mapToLong(Integer::longValue)
                .sum();
        return (double) all * SECOND / (until - from + SECOND) / Math.max(1, others);
    }

    /** How many a node did see at most. */
    int busiestSecond() {
        return seen.values().stream()
                .flatMap(seconds -> seconds.values().stream())
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }
}
