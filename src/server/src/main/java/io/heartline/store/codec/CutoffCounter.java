package io.heartline.store.codec;

import io.heartline.user.TokenCutoff;
import io.heartline.user.VersionVector;
import io.heartline.user.WriteCounter;
import io.heartline.user.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries the cutoff of tokens in the versions 1 and 2 of the stored format, which have no field for it: as the oldest
 * counter of the version vector, under a name that no node has ({@code cutoff~} and the end of the cutoff in base 36). So a
 * merge, which is written in version 1, carries it, and nodes of an earlier version pass it on unchanged.
 */
final class CutoffCounter {
    private static final String PREFIX = "cutoff~";

    private CutoffCounter() {}

    /** The vector with the counter, if there is a cutoff. */
    static VersionVector added(VersionVector vector, TokenCutoff cutoff) {
        if (cutoff.equals(TokenCutoff.NONE)) {
            return vector;
        }
        String name = PREFIX + Long.toString(cutoff.until(), Character.MAX_RADIX);
        List<WriteCounter> all = new ArrayList<>();
        all.add(new WriteCounter(new Writer(name), cutoff.notBefore()));
        all.addAll(vector.counters());
        return new VersionVector(all);
    }

    /** The cutoff that the counters of a vector carry. */
    static TokenCutoff in(VersionVector vector) {
        TokenCutoff found = TokenCutoff.NONE;
        for (WriteCounter counter : vector.counters()) {
            if (isCutoff(counter)) {
                found = found.and(new TokenCutoff(counter.writes(), until(counter)));
            }
        }
        return found;
    }

    /** The vector without the counter. */
    static VersionVector removed(VersionVector vector) {
        return vector.counters().stream().noneMatch(CutoffCounter::isCutoff)
                ? vector
                : new VersionVector(vector.counters().stream()
                        .filter(counter -> !isCutoff(counter))
                        .toList());
    }

    private static boolean isCutoff(WriteCounter counter) {
        return counter.source() instanceof Writer writer && writer.node().startsWith(PREFIX) && until(counter) > 0;
    }

    /** The end of the cutoff; 0 if the name has none. */
    private static long until(WriteCounter counter) {
        try {
            String name = counter.source() instanceof Writer writer ? writer.node() : PREFIX;
            return Long.parseLong(name.substring(PREFIX.length()), Character.MAX_RADIX);
        } catch (NumberFormatException otherName) {
            return 0;
        }
    }
}
