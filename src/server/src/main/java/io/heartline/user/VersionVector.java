package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many numbers each owner has given out, by the name under which it counts: its node's, and in short which nodes had the
 * copies. A version vector by which two versions of an entry, after a split, tell whether one knows all that the other
 * numbered. An answer that tells of what was numbered under another name counts as one more.
 *
 * <p>The birth of an epoch counts too, once under a name of its own: numbers of two epochs are never taken for each other,
 * even where the same node gave them out. So does a merge in which neither side knew all of the other.
 *
 * <p>Only the last {@value #MOST} names are kept, but what is forgotten is not unknown: one version grows out of another,
 * so whoever knows the last number under a name knows all that was numbered before it, back to the last birth or merge;
 * and whoever knows of those knows all before them. So two versions are told apart rightly while one name is left that
 * both had when they parted; else they look unknown to each other, never known, and a merge only delivers again what it
 * need not have.
 *
 * @param counts in the order in which they were last counted
 */
public record VersionVector(List<WriteCounter> counts) {
    static final int MOST = 24;
    static final VersionVector NONE = new VersionVector(List.of());

    /** Of so many births one is known to both versions that come from one entry, for few are born on one side of a split. */
    private static final int MOST_BIRTHS = 4;
    /** Between an epoch and the owner that began it; in no name of either. */
    private static final char BY = '@';

    private static final String MERGE = "merge";

    public VersionVector {
        counts = List.copyOf(counts);
    }

    /** One more number, given out by {@code node}. */
    VersionVector counting(String node) {
        List<WriteCounter> next = new ArrayList<>(counts.size() + 1);
        long numbers = 1;
        for (WriteCounter count : counts) {
            if (count.node().equals(node)) {
                numbers += count.numbers();
            } else {
                next.add(count);
            }
        }
        next.add(new WriteCounter(node, numbers));
        return latest(next);
    }

    /** An epoch more, begun by {@code owner}. */
    VersionVector beginning(String epoch, String owner) {
        return counting(epoch + BY + owner);
    }

    /** By whom that was counted which stands under this name. */
    static String ownerOf(String name) {
        return name.substring(name.indexOf(BY) + 1);
    }

    /** Whether the last to be counted was counted by {@code owner}. */
    boolean isLastBy(String owner) {
        return !counts.isEmpty()
                && ownerOf(counts.get(counts.size() - 1).node()).equals(owner);
    }

    /** Whether both have come from one entry: some epoch of the one is an epoch of the other. */
    boolean isKinOf(VersionVector other) {
        return counts.stream().anyMatch(count -> isBirth(count) && other.counts(count.node()));
    }

    /** Whether anything was counted under this name. */
    boolean counts(String name) {
        return of(name) > 0;
    }

    /** Whether all that {@code other} numbered was numbered here too. */
    boolean includes(VersionVector other) {
        return other.beyond(this).findAny().isEmpty();
    }

    /** The names under which more was numbered here than {@code other} knows of. */
    Stream<String> beyond(VersionVector other) {
        List<String> beyond = new ArrayList<>();
        boolean knownBefore = false;
        for (int i = counts.size() - 1; i >= 0; i--) {
            WriteCounter count = counts.get(i);
            boolean known = other.of(count.node()) >= count.numbers();
            if (known && isBirth(count)) {
                break;
            }
            if (!known && (isBirth(count) || !knownBefore)) {
                beyond.add(count.node());
            }
            knownBefore = isBirth(count) ? false : known || knownBefore;
        }
        return beyond.stream();
    }

    /** What neither knew alone, and the epoch that a merge begins: whoever does not know that does not know all of it. */
    VersionVector merged(VersionVector other, String epoch) {
        List<WriteCounter> ours = new ArrayList<>(counts);
        ours.removeIf(count -> other.of(count.node()) > count.numbers());
        other.counts.stream()
                .filter(count -> count.numbers() > of(count.node()))
                .forEach(ours::add);
        return latest(ours).beginning(epoch, MERGE);
    }

    /** The oldest names are forgotten; births last, but for the oldest of many. */
    private static VersionVector latest(List<WriteCounter> counts) {
        if (counts.size() <= MOST) {
            return new VersionVector(counts);
        }
        List<WriteCounter> left = new ArrayList<>(counts.size());
        long births = counts.stream().filter(VersionVector::isBirth).count();
        int tooMany = counts.size() - MOST;
        for (WriteCounter count : counts) {
            boolean spared = isBirth(count) && births <= MOST_BIRTHS;
            if (tooMany > 0 && !spared) {
                tooMany--;
                births -= isBirth(count) ? 1 : 0;
            } else {
                left.add(count);
            }
        }
        return new VersionVector(left);
    }

    private static boolean isBirth(WriteCounter count) {
        return count.node().indexOf(BY) > 0;
    }

    private long of(String node) {
        for (WriteCounter count : counts) {
            if (count.node().equals(node)) {
                return count.numbers();
            }
        }
        return 0;
    }
}
