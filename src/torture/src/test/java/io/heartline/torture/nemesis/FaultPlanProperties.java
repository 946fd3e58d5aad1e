package io.heartline.torture.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartline.torture.nemesis.FaultPlan.Limits;
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
    void theSameSeedDealsTheSameFaults(@ForAll long seed, @ForAll("grounds") Limits limits) {
        assertThat(dealt(new FaultPlan(seed, limits))).isEqualTo(dealt(new FaultPlan(seed, limits)));
    }

    @Property(tries = 100)
    void aPlanBeginsAnewWithEveryIterator(@ForAll long seed, @ForAll("grounds") Limits limits) {
        FaultPlan plan = new FaultPlan(seed, limits);

        assertThat(dealt(plan)).isEqualTo(dealt(plan));
    }

    @Example
    void anotherSeedDealsOtherFaults() {
        Limits limits = new Limits(3, 1, 1, 200, EnumSet.allOf(FaultKind.class));

        assertThat(dealt(new FaultPlan(1, limits))).isNotEqualTo(dealt(new FaultPlan(2, limits)));
    }

    @Property(tries = 100)
    void everyDeckHoldsEachAvailableKindOnceAndNoOther(@ForAll long seed, @ForAll("grounds") Limits limits) {
        int size = limits.kinds().size();
        List<Step> steps = dealt(new FaultPlan(seed, limits));

        for (int from = 0; from + size <= steps.size(); from += size) {
            assertThat(steps.subList(from, from + size))
                    .extracting(step -> step.fault().kind())
                    .containsExactlyInAnyOrderElementsOf(limits.kinds());
        }
    }

    @Property(tries = 100)
    void aFaultConcernsNodesThatThereAreEachOnce(@ForAll long seed, @ForAll("grounds") Limits limits) {
        for (Step step : dealt(new FaultPlan(seed, limits))) {
            boolean joins = step.fault().kind() == FaultKind.ADD_NODE;
            int first = joins ? limits.nodes() + 1 : 1;
            int last = joins ? limits.nodes() + limits.spares() : limits.nodes();

            assertThat(step.fault().nodes())
                    .doesNotHaveDuplicates()
                    .isNotEmpty()
                    .allSatisfy(node -> assertThat(Integer.parseInt(node.substring("node-".length())))
                            .isBetween(first, last));
        }
    }

    @Property(tries = 100)
    void noMoreAreKilledAtOnceThanMayBeLost(@ForAll long seed, @ForAll("grounds") Limits limits) {
        for (Step step : dealt(new FaultPlan(seed, limits))) {
            if (step.fault() instanceof ProcessFault.Kill kill) {
                assertThat(kill.nodes()).hasSizeBetween(1, Math.min(limits.losses(), limits.nodes() - 1));
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
        List<Integer> killed = dealt(new FaultPlan(7, new Limits(5, 0, 2, 200, Set.of(FaultKind.KILL)))).stream()
                .map(step -> step.fault().nodes().size())
                .toList();

        assertThat(killed).contains(1, 2);
    }

    @Example
    void clocksJumpBothWays() {
        Set<Boolean> back = dealt(new FaultPlan(7, new Limits(3, 0, 1, 200, Set.of(FaultKind.CLOCK_JUMP)))).stream()
                .map(step -> ((MachineFault.ClockJump) step.fault()).ahead().isNegative())
                .collect(Collectors.toSet());

        assertThat(back).containsExactlyInAnyOrder(true, false);
    }

    @Example
    void aKindThatNeedsMoreNodesIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(3, 0, 1, 200, Set.of(FaultKind.ADD_NODE)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 0, 1, 200, Set.of(FaultKind.KILL)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(3, 0, 1, 200, Set.of()));
    }

    @Provide
    Arbitrary<Limits> grounds() {
        Arbitrary<Set<FaultKind>> kinds = Arbitraries.of(FaultKind.class).set().ofMinSize(1);
        return Combinators.combine(
                        Arbitraries.integers().between(3, 5),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(1, 2),
                        kinds)
                .as((nodes, spares, losses, some) -> new Limits(nodes, spares, losses, 200, some));
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
