package io.heartline.torture.nemesis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * An infinite sequence of faults and pauses. It depends on the seed and the limits alone, so that a run of any length can be
 * repeated. Kinds are shuffled: each sequence of as many faults as there are kinds contains every kind once.
 */
public final class FaultPlan implements Iterable<FaultPlan.Step> {
    private final long seed;
    private final Limits limits;

    /** A fault, and the pause before it. */
    public record Step(Duration quiet, Fault fault) {}

    /**
     * The limits of the faults.
     *
     * @param nodes the number of nodes: {@code node-1}, …
     * @param spares the number of additional sites, with the next numbers
     * @param losses the number of nodes that may be lost at once: that of the backups, at least one
     * @param rate pushes a second, to which slow links are adapted
     * @param kinds the possible kinds; at least one
     */
    public record Limits(int nodes, int spares, int losses, int rate, Set<FaultKind> kinds) {
        public Limits {
            kinds = Set.copyOf(kinds);
            if (kinds.isEmpty() || nodes < 1 || losses < 1 || rate < 1) {
                throw new IllegalArgumentException("no fault is possible: " + nodes + " nodes, " + losses + " losses, "
                        + rate + " a second, " + kinds);
            }
            for (FaultKind kind : kinds) {
                if (nodes < kind.nodesNeeded() || (kind == FaultKind.ADD_NODE && spares < 1)) {
                    throw new IllegalArgumentException(
                            kind.label() + " can't be done with " + nodes + " nodes and " + spares + " spares");
                }
            }
        }
    }

    public FaultPlan(long seed, Limits limits) {
        this.seed = seed;
        this.limits = limits;
    }

    /** Starts from the beginning each time. */
    @Override
    public Iterator<Step> iterator() {
        return new StepIterator(new SplittableRandom(seed), limits);
    }

    private static final class StepIterator implements Iterator<Step> {
        private final SplittableRandom random;
        private final FaultGenerator draw;
        private final Set<FaultKind> kinds;
        private final Deque<FaultKind> shuffled = new ArrayDeque<>();

        StepIterator(SplittableRandom random, Limits limits) {
            this.random = random;
            this.draw = new FaultGenerator(random, limits);
            this.kinds = EnumSet.copyOf(limits.kinds()); // in a fixed order
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Step next() {
            if (shuffled.isEmpty()) {
                List<FaultKind> unshuffled = new ArrayList<>(kinds);
                for (int i = unshuffled.size(); i > 0; i--) {
                    shuffled.add(unshuffled.remove(random.nextInt(i)));
                }
            }
            Duration quiet = draw.between(1_000, 5_000);
            return new Step(quiet, draw.of(shuffled.remove()));
        }
    }
}
