package io.heartline.torture.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The reconnects after a drain: the number of new connections at each other node, second by second. A few clients that do not read
 * notice the drain late, long after it is over for all others.
 */
final class DrainReconnects {
    private static final long SECOND = 1_000;
    private static final double ALMOST_ALL = 0.95;

    private final long from;
    private final int others;
    private final Map<String, Map<Long, Integer>> seen = new HashMap<>();
    /** The times at which clients should be back. */
    private final List<Long> backs = new ArrayList<>();

    private long until;

    /**
     * @param from the start of the drain
     * @param others the number of other nodes
     */
    DrainReconnects(long from, int others) {
        this.from = from;
        this.others = others;
    }

    /** Counts a client that is asked to reconnect at a time. */
    void sends(long back) {
        backs.add(back);
        until = Math.max(until, back);
    }

    /** True if all clients should be back. A later goodbye belongs to another drain. */
    boolean isOver(long at) {
        return at > until + SECOND;
    }

    /** Counts a new connection at another node, unless the drain is over. */
    void sees(String node, long at) {
        if (!isOver(at)) {
            seen.computeIfAbsent(node, key -> new HashMap<>()).merge((at - from) / SECOND, 1, Integer::sum);
        }
    }

    /** The number of connections of a node in a second, if all were evenly distributed until almost all should be back. */
    double fairShare() {
        return (double) counts().sum() / seconds() / Math.max(1, others);
    }

    /** The highest number of connections of a node in a second. */
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
