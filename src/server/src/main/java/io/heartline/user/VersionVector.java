package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the writes to an entry by their source. After a split, it says of two versions of the entry if one includes all
 * writes of the other. An answer that reveals writes of another source counts as one write more.
 *
 * <p>The begin of an epoch is a source of its own. The numbers of two epochs are therefore never taken for each other, even
 * if the same node gave them out. A merge is a source too if neither side included the other.
 *
 * <p>Only the latest {@value #MOST} sources are kept, but what is forgotten is not unknown. A version grows out of another
 * one: whoever knows the last write of a source knows all writes before it, back to the begin of the epoch; and whoever knows
 * that begin knows all writes before it. So two versions are compared correctly while one source is left that both had when
 * they parted. If none is left, neither seems to include the other, and a merge delivers some messages again.
 *
 * @param counters in the order of their last write
 */
public record VersionVector(List<WriteCounter> counters) {
    static final int MOST = 24;
    static final VersionVector NONE = new VersionVector(List.of());

    /** Of so many begins of epochs, two versions of one entry share one: few epochs begin on one side of a split. */
    private static final int MOST_EPOCHS = 4;

    public VersionVector {
        counters = List.copyOf(counters);
    }

    /** Counts one more write of this source. */
    VersionVector counting(WriteSource source) {
        List<WriteCounter> next = new ArrayList<>(counters.size() + 1);
        long writes = 1;
        for (WriteCounter counter : counters) {
            if (counter.source().equals(source)) {
                writes += counter.writes();
            } else {
                next.add(counter);
            }
        }
        next.add(new WriteCounter(source, writes));
        return latest(next);
    }

    /** Says if the last write was made by this owner with these replicas. */
    boolean isLastBy(Writer writer) {
        return !counters.isEmpty()
                && writer.equals(counters.get(counters.size() - 1).source().writer());
    }

    /** Says if both have grown out of one entry: an epoch of the one is an epoch of the other. */
    boolean sharesEpochWith(VersionVector other) {
        return counters.stream()
                .map(WriteCounter::source)
                .anyMatch(source -> source.startsEpoch() && other.has(source));
    }

    /** Says if any write of this source is counted. */
    boolean has(WriteSource source) {
        return writesOf(source) > 0;
    }

    /** Says if all writes of {@code other} are known here too. */
    boolean includes(VersionVector other) {
        return other.missingIn(this).findAny().isEmpty();
    }

    /** The sources of writes that {@code other} does not know. */
    Stream<WriteSource> missingIn(VersionVector other) {
        List<WriteSource> missing = new ArrayList<>();
        boolean knownBefore = false;
        for (int i = counters.size() - 1; i >= 0; i--) {
            WriteCounter counter = counters.get(i);
            WriteSource source = counter.source();
            boolean known = other.writesOf(source) >= counter.writes();
            if (known && source.startsEpoch()) {
                break;
            }
            if (!known && (source.startsEpoch() || !knownBefore)) {
                missing.add(source);
            }
            knownBefore = !source.startsEpoch() && (known || knownBefore);
        }
        return missing.stream();
    }

    /** The writes of both, and the begin of an epoch that neither knew: a version without it does not include both. */
    VersionVector merged(VersionVector other, String epoch) {
        List<WriteCounter> both = new ArrayList<>(counters);
        both.removeIf(counter -> other.writesOf(counter.source()) > counter.writes());
        other.counters.stream()
                .filter(counter -> counter.writes() > writesOf(counter.source()))
                .forEach(both::add);
        return latest(both).counting(new WriteSource.Merged(epoch));
    }

    /** Forgets the oldest sources; the begins of epochs last, except the oldest of many. */
    private static VersionVector latest(List<WriteCounter> counters) {
        if (counters.size() <= MOST) {
            return new VersionVector(counters);
        }
        List<WriteCounter> left = new ArrayList<>(counters.size());
        long epochs = counters.stream().filter(c -> c.source().startsEpoch()).count();
        int tooMany = counters.size() - MOST;
        for (WriteCounter counter : counters) {
            boolean isEpoch = counter.source().startsEpoch();
            boolean spared = isEpoch && epochs <= MOST_EPOCHS;
            if (tooMany > 0 && !spared) {
                tooMany--;
                epochs -= isEpoch ? 1 : 0;
            } else {
                left.add(counter);
            }
        }
        return new VersionVector(left);
    }

    private long writesOf(WriteSource source) {
        for (WriteCounter counter : counters) {
            if (counter.source().equals(source)) {
                return counter.writes();
            }
        }
        return 0;
    }
}
