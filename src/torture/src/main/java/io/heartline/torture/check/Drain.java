package io.heartline.torture.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A node sends its clients away: how many connections the others saw meanwhile, second by second. A few clients learn of it
 * late, because they do not read; it is over for all others long before.
 */
final class Drain {
    private static final long SECOND = 1_000;
    private static final double ALMOST_ALL = 0.95;

    private final long from;
    private final int others;
    private final Map<String, Map<Long, Integer>> seen = new HashMap<>();
    /** By when each should be back. */
    private final List<Long> backs = new ArrayList<>();

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
        backs.add(back);
        until = Math.max(until, back);
    }

    /** Whether all are back, or should be; the next who is sent away belongs to another drain. */
    boolean isOver(long at) {
        return at > until + SECOND;
    }

    /** Another node sees a connection begin; when it is over that is nothing to it. */
    void sees(String node, long at) {
        if (!isOver(at)) {
            seen.computeIfAbsent(node, key -> new HashMap<>()).merge((at - from) / SECOND, 1, Integer::sum);
        }
    }

    /** How many connections a node would have seen in a second, had all come evenly to all until almost all were to be back. */
    double fairShare() {
        return (double) counts().sum() / seconds() / Math.max(1, others);
    }

    /** How many a node did see at most, in that time. */
    int busiestSecond() {
        return counts().max().orElse(0);
    }

    private IntStream counts() {
        long seconds = seconds();
        return seen.values().stream()
                .flatMap(counts -> counts.entrySet().stream())
                .filter(second -> second.getKey() < seconds)
                .mapToInt(Map.Entry::getValue);
    }

    private long seconds() {
        Collections.sort(backs);
        long back = backs.get((int) (ALMOST_ALL * (backs.size() - 1)));
        return (back - from) / SECOND + 1;
    }
}
