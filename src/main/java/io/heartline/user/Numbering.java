package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many numbers each owner has given out, by the name under which it counts: its node's, and in short on whom it counted
 * for copies. A version vector by which two versions of an entry, after a split, tell whether one knows all that the other
 * numbered. The birth of an epoch counts too, once under a name of its own: numbers of two epochs are never taken for each
 * other, even where the same node gave them out. Only the {@value #MOST} last names are counted; forgetting one can
 * make a version look unknown, never known, and then the merge only delivers again what it need not have.
 *
 * @param counts the latest owner last
 */
public record Numbering(List<Count> counts) {
    static final int MOST = 24;
    /** Between an epoch and the owner that began it; in no name of either. */
    private static final char BY = '@';

    static final Numbering NONE = new Numbering(List.of());

    /** How many numbers an owner has given out under a name; or an epoch, with 1. */
    public record Count(String node, long numbers) {}

    public Numbering {
        counts = List.copyOf(counts);
    }

    /** One more number, given out by {@code node}. */
    Numbering counting(String node) {
        List<Count> next = new ArrayList<>(counts.size() + 1);
        long numbers = 1;
        for (Count count : counts) {
            if (count.node().equals(node)) {
                numbers += count.numbers();
            } else {
                next.add(count);
            }
        }
        next.add(new Count(node, numbers));
        return latest(next);
    }

    /** An epoch more, begun by {@code owner}. */
    Numbering beginning(String epoch, String owner) {
        return counting(epoch + BY + owner);
    }

    /** By whom that was counted which stands under this name. */
    static String ownerOf(String name) {
        return name.substring(name.indexOf(BY) + 1);
    }

    /** Whether both have come from one entry: some epoch of the one is an epoch of the other. */
    boolean isKinOf(Numbering other) {
        return counts.stream().map(Count::node).anyMatch(name -> name.indexOf(BY) > 0 && other.counts(name));
    }

    /** Whether anything was counted under this name. */
    boolean counts(String name) {
        return of(name) > 0;
    }

    /** Whether all that {@code other} numbered was numbered here too. */
    boolean includes(Numbering other) {
        return other.beyond(this).findAny().isEmpty();
    }

    /** The names under which more was numbered here than {@code other} knows of. */
    Stream<String> beyond(Numbering other) {
        return counts.stream()
                .filter(count -> count.numbers() > other.of(count.node()))
                .map(Count::node);
    }

    /** The larger count of each. */
    Numbering union(Numbering other) {
        List<Count> union = new ArrayList<>();
        for (Count count : counts) {
            union.add(new Count(count.node(), Math.max(count.numbers(), other.of(count.node()))));
        }
        other.counts.stream().filter(count -> of(count.node()) == 0).forEach(union::add);
        return latest(union);
    }

    private static Numbering latest(List<Count> counts) {
        int size = counts.size();
        return new Numbering(size > MOST ? counts.subList(size - MOST, size) : counts);
    }

    private long of(String node) {
        for (Count count : counts) {
            if (count.node().equals(node)) {
                return count.numbers();
            }
        }
        return 0;
    }
}
