package io.heartline.user;

import java.util.ArrayList;
import java.util.List;

/**
 * How many numbers each owner node has given out: a version vector by which two versions of an entry, after a split, tell
 * whether one knows all that the other numbered. Only the {@value #MOST} last owners are counted; forgetting one can make
 * a version look unknown, never known, and then the merge only delivers again what it need not have.
 *
 * @param counts the latest owner last
 */
public record Numbering(List<Count> counts) {
    static final int MOST = 16;
    static final Numbering NONE = new Numbering(List.of());

    /** How many numbers a node has given out. */
    public record Count(String node, long numbers) {}

    public Numbering {
        counts = List.copyOf(counts);
    }

    /** One more number, given out by {@code node}. */
    Numbering counting(String node) {
        int last = counts.size() - 1;
        List<Count> next = new ArrayList<>(counts);
        long before = of(node);
        if (last >= 0 && counts.get(last).node().equals(node)) {
            next.remove(last);
        } else {
            next.removeIf(count -> count.node().equals(node));
        }
        next.add(new Count(node, before + 1));
        return new Numbering(next.size() > MOST ? next.subList(next.size() - MOST, next.size()) : next);
    }

    /** Whether all that {@code other} numbered was numbered here too. */
    boolean includes(Numbering other) {
        return other.counts.stream().allMatch(count -> of(count.node()) >= count.numbers());
    }

    /** The larger count of each. */
    Numbering union(Numbering other) {
        List<Count> union = new ArrayList<>();
        for (Count count : counts) {
            union.add(new Count(count.node(), Math.max(count.numbers(), other.of(count.node()))));
        }
        other.counts.stream().filter(count -> of(count.node()) == 0).forEach(union::add);
        return new Numbering(union.size() > MOST ? union.subList(union.size() - MOST, union.size()) : union);
    }

    private long of(String node) {
        for (int i = counts.size() - 1; i >= 0; i--) {
            if (counts.get(i).node().equals(node)) {
                return counts.get(i).numbers();
            }
        }
        return 0;
    }
}
