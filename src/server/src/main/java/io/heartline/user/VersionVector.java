package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the writes to an entry by their source. After a split, it decides if one version of the entry includes all
 * writes of another one. An answer that reveals writes of another source counts as one write more.
 *
 * <p>The begin of an epoch is a source of its own. Therefore the seqs of two epochs are never confused, even if the
 * same node gave them out. A merge is a source too if neither side included the other.
 *
 * <p>Only the latest {@value #MOST} sources are kept, but writes of dropped sources still count as known. Each version
 * is derived from an earlier one. A version with the last write of a source therefore includes all writes before it,
 * back to the begin of the epoch. A version with that begin includes all writes before the epoch. Two versions are
 * compared correctly as long as one source is left that both had when they diverged. If none is left, neither seems to
 * include the other, and a merge delivers some messages again.
 *
 * @param counters in the order of their last write
 */
public record VersionVector(List<WriteCounter> counters) {
    static final int MOST = 24;
    static final VersionVector NONE = new VersionVector(List.of());

    /**
     * The most begins of epochs that are spared. Two versions of one entry then share one, because few epochs begin on
     * one side of a split.
     */
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

    /** True if the last write was made by this owner with these replicas. */
    boolean isLastBy(Writer writer) {
        return !counters.isEmpty()
                && writer.equals(counters.get(counters.size() - 1).source().writer());
    }

    /** True if both versions share an epoch and are therefore derived from one entry. */
    boolean sharesEpochWith(VersionVector other) {
        return counters.stream()
                .map(WriteCounter::source)
                .anyMatch(source -> source.startsEpoch() && other.has(source));
    }

    /** True if any write of this source is counted. */
    boolean has(WriteSource source) {
        return writesOf(source) > 0;
    }

    /** True if this version includes all writes of {@code other}. */
    boolean includes(VersionVector other) {
        return other.missingIn(this).findAny().isEmpty();
    }

    /** The sources of the writes that {@code other} does not include. */
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

    /**
     * The merged vector: the writes of both, and the begin of an epoch that is new to both. A version without that
     * begin does not include both.
     */
    VersionVector merged(VersionVector other, String epoch) {
        List<WriteCounter> both = new ArrayList<>(counters);
        both.removeIf(counter -> other.writesOf(counter.source()) > counter.writes());
        other.counters.stream()
                .filter(counter -> counter.writes() > writesOf(counter.source()))
                .forEach(both::add);
        return latest(both).counting(new WriteSource.Merged(epoch));
    }

    /**
     * Drops the oldest sources. Begins of epochs are dropped last, except for the oldest of more than
     * {@value #MOST_EPOCHS}.
     */
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
