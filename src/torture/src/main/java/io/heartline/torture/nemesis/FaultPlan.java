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
 * What goes wrong, in which order and after which pauses: without end, and the same for the same seed and ground every time,
 * so that a run of any length can be repeated. Kinds are dealt like cards from a shuffled deck that holds each once: among
 * as many faults as there are kinds, counted from the start, each comes once.
 */
public final class FaultPlan implements Iterable<FaultPlan.Step> {
    private final long seed;
    private final Ground ground;

    /** A fault, and how long all was quiet before it. */
    public record Step(Duration quiet, Fault fault) {}

    /**
     * What there is to break.
     *
     * @param nodes how many nodes: {@code node-1}, …
     * @param spares how many more sites, numbered on
     * @param losses how many nodes at once may be lost: what the backups cover, and at least one
     * @param rate pushes a second that links carry: a slow one is slow for that
     * @param kinds what may go wrong; at least one
     */
    public record Ground(int nodes, int spares, int losses, int rate, Set<Kind> kinds) {
        public Ground {
            kinds = Set.copyOf(kinds);
            if (kinds.isEmpty() || nodes < 1 || losses < 1 || rate < 1) {
                throw new IllegalArgumentException("nothing to break: " + nodes + " nodes, " + losses + " losses, "
                        + rate + " a second, " + kinds);
            }
            for (Kind kind : kinds) {
                if (nodes < kind.nodesNeeded() || (kind == Kind.ADD_NODE && spares < 1)) {
                    throw new IllegalArgumentException(
                            kind.label() + " can't be done with " + nodes + " nodes and " + spares + " spares");
                }
            }
        }
    }

    public FaultPlan(long seed, Ground ground) {
        this.seed = seed;
        this.ground = ground;
    }

    /** From the start, every time. */
    @Override
    public Iterator<Step> iterator() {
        return new Dealer(new SplittableRandom(seed), ground);
    }

    private static final class Dealer implements Iterator<Step> {
        private final SplittableRandom random;
        private final FaultDraw draw;
        private final Set<Kind> kinds;
        private final Deque<Kind> deck = new ArrayDeque<>();

        Dealer(SplittableRandom random, Ground ground) {
            this.random = random;
            this.draw = new FaultDraw(random, ground);
            this.kinds = EnumSet.copyOf(ground.kinds()); // in an order that does not change
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Step next() {
            if (deck.isEmpty()) {
                List<Kind> cards = new ArrayList<>(kinds);
                for (int i = cards.size(); i > 0; i--) {
                    deck.add(cards.remove(random.nextInt(i)));
                }
            }
            Duration quiet = draw.between(1_000, 5_000);
            return new Step(quiet, draw.of(deck.remove()));
        }
    }
}
