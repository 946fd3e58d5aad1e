package io.heartline.torture.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartline.torture.nemesis.FaultPlan.Ground;
import io.heartline.torture.nemesis.FaultPlan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FaultPlanProperties {
    private static final int MANY = 200;

    @Property(tries = 100)
    void theSameSeedDealsTheSameFaults(@ForAll long seed, @ForAll("grounds") Ground ground) {
        assertThat(dealt(new FaultPlan(seed, ground))).isEqualTo(dealt(new FaultPlan(seed, ground)));
    }

    @Property(tries = 100)
    void aPlanBeginsAnewWithEveryIterator(@ForAll long seed, @ForAll("grounds") Ground ground) {
        FaultPlan plan = new FaultPlan(seed, ground);

        assertThat(dealt(plan)).isEqualTo(dealt(plan));
    }

    @Example
    void anotherSeedDealsOtherFaults() {
        Ground ground = new Ground(3, 1, 1, 200, EnumSet.allOf(Kind.class));

        assertThat(dealt(new FaultPlan(1, ground))).isNotEqualTo(dealt(new FaultPlan(2, ground)));
    }

    @Property(tries = 100)
    void everyDeckHoldsEachAvailableKindOnceAndNoOther(@ForAll long seed, @ForAll("grounds") Ground ground) {
        int size = ground.kinds().size();
        List<Step> steps = dealt(new FaultPlan(seed, ground));

        for (int from = 0; from + size <= steps.size(); from += size) {
            assertThat(steps.subList(from, from + size))
                    .extracting(step -> step.fault().kind())
                    .containsExactlyInAnyOrderElementsOf(ground.kinds());
        }
    }

    @Property(tries = 100)
    void aFaultConcernsNodesThatThereAreEachOnce(@ForAll long seed, @ForAll("grounds") Ground ground) {
        for (Step step : dealt(new FaultPlan(seed, ground))) {
            boolean joins = step.fault().kind() == Kind.ADD_NODE;
            int first = joins ? ground.nodes() + 1 : 1;
            int last = joins ? ground.nodes() + ground.spares() : ground.nodes();

            assertThat(step.fault().nodes())
                    .doesNotHaveDuplicates()
                    .isNotEmpty()
                    .allSatisfy(node -> assertThat(Integer.parseInt(node.substring("node-".length())))
                            .isBetween(first, last));
        }
    }

    @Property(tries = 100)
    void noMoreAreKilledAtOnceThanMayBeLost(@ForAll long seed, @ForAll("grounds") Ground ground) {
        for (Step step : dealt(new FaultPlan(seed, ground))) {
            if (step.fault() instanceof ProcessFault.Kill kill) {
                assertThat(kill.nodes()).hasSizeBetween(1, Math.min(ground.losses(), ground.nodes() - 1));
            }
            if (step.fault() instanceof ProcessFault.KillWhileAnotherHangs fault) {
                assertThat(fault.wakesAfter())
                        .as("woken before the others give it up")
                        .isBetween(ProcessFault.KillWhileAnotherHangs.BETWEEN, Duration.ofSeconds(4));
            }
        }
    }

    @Example
    void withTwoBackupsTwoAreKilledAtOnceNowAndThen() {
        List<Integer> killed = dealt(new FaultPlan(7, new Ground(5, 0, 2, 200, Set.of(Kind.KILL)))).stream()
                .map(step -> step.fault().nodes().size())
                .toList();

        assertThat(killed).contains(1, 2);
    }

    @Example
    void clocksJumpBothWays() {
        Set<Boolean> back = dealt(new FaultPlan(7, new Ground(3, 0, 1, 200, Set.of(Kind.CLOCK_JUMP)))).stream()
                .map(step -> ((MachineFault.ClockJump) step.fault()).ahead().isNegative())
                .collect(Collectors.toSet());

        assertThat(back).containsExactlyInAnyOrder(true, false);
    }

    @Example
    void whatTheGroundHasNoNodesForIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ground(3, 0, 1, 200, Set.of(Kind.ADD_NODE)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ground(1, 0, 1, 200, Set.of(Kind.KILL)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ground(3, 0, 1, 200, Set.of()));
    }

    @Provide
    Arbitrary<Ground> grounds() {
        Arbitrary<Set<Kind>> kinds = Arbitraries.of(Kind.class).set().ofMinSize(1);
        return Combinators.combine(
                        Arbitraries.integers().between(3, 5),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(1, 2),
                        kinds)
                .as((nodes, spares, losses, some) -> new Ground(nodes, spares, losses, 200, some));
    }

    private static List<Step> dealt(FaultPlan plan) {
        Iterator<Step> steps = plan.iterator();
        List<Step> dealt = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            dealt.add(steps.next());
        }
        return dealt;
    }
}
