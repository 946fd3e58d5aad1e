package io.heartline.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Everything that is accepted fits into the nodes that remain after a loss. */
class LossReserveProperties {
    private static final long CAPACITY = 1_000_000;

    /** A cluster whose nodes accept as much as they may, and report once a round. */
    private static final class Nodes {
        private final LossReserve reserve;
        private final long[] owned;
        private final long[] ceilings;
        private final long[] told;

        Nodes(int count, int backups) {
            reserve = new LossReserve(backups);
            owned = new long[count];
            ceilings = new long[count];
            told = new long[count];
        }

        long limit() {
            return decide(0).limit();
        }

        LossReserve.Decision decide(int node) {
            List<NodeMemory> others = new ArrayList<>();
            for (int i = 0; i < owned.length; i++) {
                if (i != node) {
                    others.add(new NodeMemory(CAPACITY, 0, told[i], 0, ceilings[i]));
                }
            }
            return reserve.decide(new NodeMemory(CAPACITY, 0, owned[node], 0, 0), others);
        }

        /** All nodes report at the same time, and know only what the others reported the last time. */
        void report() {
            long[] next = new long[owned.length];
            for (int i = 0; i < owned.length; i++) {
                next[i] = owned[i] + Math.max(0, decide(i).room()) / owned.length;
            }
            System.arraycopy(next, 0, ceilings, 0, next.length);
            System.arraycopy(owned, 0, told, 0, owned.length);
        }

        void accept(Random random) {
            for (int i = 0; i < owned.length; i++) {
                long may = Math.max(0, ceilings[i] - owned[i]);
                owned[i] += switch (random.nextInt(3)) {
                    case 0 -> 0;
                    case 1 -> (long) (may * random.nextDouble());
                    default -> may;
                };
                owned[i] -= random.nextInt(4) == 0 ? (long) (owned[i] * random.nextDouble()) : 0;
            }
        }

        long weight() {
            return Arrays.stream(owned).sum();
        }
    }

    @Property(tries = 300)
    void nodesThatAcceptAtTheSameTimeNeverExceedTheLimitTogether(
            @ForAll @IntRange(min = 1, max = 9) int count,
            @ForAll @IntRange(min = 1, max = 2) int backups,
            @ForAll long seed) {
        Nodes nodes = new Nodes(count, backups);
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            nodes.report();
            nodes.accept(random);
            assertThat(nodes.weight()).isLessThanOrEqualTo(nodes.limit());
        }
    }

    @Property(tries = 100)
    void theLimitIsReachedBySteadyPublishers(
            @ForAll @IntRange(min = 1, max = 9) int count, @ForAll @IntRange(min = 1, max = 2) int backups) {
        Nodes nodes = new Nodes(count, backups);
        for (int round = 0; round < 200; round++) {
            nodes.report();
            nodes.owned[0] = Math.max(nodes.owned[0], nodes.ceilings[0]);
        }
        assertThat(nodes.weight()).isGreaterThan(nodes.limit() * 9 / 10);
    }

    @Provide
    Arbitrary<List<NodeMemory>> clusters() {
        Arbitrary<Long> sizes = Arbitraries.longs().between(0, CAPACITY);
        return Combinators.combine(sizes, sizes, sizes)
                .as((capacity, owned, more) -> new NodeMemory(capacity, 0, owned, owned + more, owned))
                .list()
                .ofMinSize(1)
                .ofMaxSize(7);
    }

    /** If everything is spread evenly over the remaining nodes, the smallest has room for its part. */
    @Property(tries = 500)
    void whatMayBeAcceptedFitsIntoTheSmallestNodeAfterTheLoss(
            @ForAll("clusters") List<NodeMemory> all, @ForAll @IntRange(min = 1, max = 2) int backups) {
        LossReserve reserve = new LossReserve(backups);
        LossReserve.Decision decision = reserve.decide(all.get(0), all.subList(1, all.size()));
        int left = all.size() - reserve.losses(all.size());
        int copies = Math.min(backups, left - 1) + 1;
        long smallest = all.stream().mapToLong(NodeMemory::capacity).min().orElseThrow();
        long accepted = decision.weight() + Math.max(0, decision.room());
        if (decision.room() > 0) {
            assertThat(accepted * copies / left).isLessThanOrEqualTo(smallest);
            assertThat(all).allMatch(node -> node.held() + decision.room() <= node.capacity());
        }
    }

    @Property(tries = 200)
    void moreBackupsNeverLeaveMoreRoom(@ForAll("clusters") List<NodeMemory> all) {
        long one = new LossReserve(1)
                .decide(all.get(0), all.subList(1, all.size()))
                .limit();
        long two = new LossReserve(2)
                .decide(all.get(0), all.subList(1, all.size()))
                .limit();

        assertThat(two).isLessThanOrEqualTo(one);
    }

    @Example
    void threeNodesHoldWhatTwoCan() {
        assertThat(limit(3, 1)).isEqualTo(CAPACITY);
        assertThat(limit(3, 2)).isEqualTo(CAPACITY);
    }

    @Example
    void twoNodesHoldWhatOneCanAndOneHoldsAllItself() {
        assertThat(limit(2, 1)).isEqualTo(CAPACITY);
        assertThat(limit(1, 1)).isEqualTo(CAPACITY);
    }

    @Example
    void fiveNodesHoldMoreThanFour() {
        assertThat(limit(5, 1)).isBetween(CAPACITY * 14 / 10, CAPACITY * 2);
        assertThat(limit(5, 1)).isGreaterThan(limit(4, 1));
    }

    @Example
    void theSmallestNodeDecides() {
        NodeMemory small = NodeMemory.unknown(CAPACITY / 10);
        NodeMemory large = NodeMemory.unknown(CAPACITY);

        assertThat(new LossReserve(1).decide(large, List.of(large, small)).limit())
                .isEqualTo(CAPACITY / 10);
    }

    @Example
    void sessionsTakeRoomWhereTheyGoAfterTheLoss() {
        NodeMemory crowded = new NodeMemory(CAPACITY, CAPACITY / 4, 0, 0, 0);

        assertThat(new LossReserve(1).decide(crowded, List.of(crowded, crowded)).limit())
                .isEqualTo(CAPACITY - CAPACITY * 3 / 8);
    }

    private static long limit(int nodes, int backups) {
        List<NodeMemory> others = new ArrayList<>();
        for (int i = 1; i < nodes; i++) {
            others.add(NodeMemory.unknown(CAPACITY));
        }
        return new LossReserve(backups)
                .decide(NodeMemory.unknown(CAPACITY), others)
                .limit();
    }
}
