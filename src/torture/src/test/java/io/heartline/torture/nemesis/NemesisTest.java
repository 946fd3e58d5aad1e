package io.heartline.torture.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.torture.field.Capability;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.FaultEnded;
import io.heartline.torture.history.MemoryRecorder;
import io.heartline.torture.nemesis.FaultPlan.Limits;
import io.heartline.torture.nemesis.Nemesis.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NemesisTest {
    private final FakeField field = new FakeField(3, 1);
    private long nanos;
    private final MemoryRecorder journal = MemoryRecorder.by(() -> nanos);
    private final List<Set<String>> harmDuringPauses = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void whateverWasDoneIsUndoneAndTheClusterAwaited(FaultKind kind) throws Exception {
        nemesis(kind).run(Until.faults(1));

        assertThat(field.harm).isEmpty();
        assertThat(field.done).endsWith("restore", "whole");
        assertThat(journal.events()).extracting(Event::getClass).isEqualTo(List.of(FaultBegun.class, FaultEnded.class));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"RESTART", "ROLLING_RESTART"},
            mode = EnumSource.Mode.EXCLUDE)
    void theHarmLastsForTheFaultsTime(FaultKind kind) throws Exception {
        nemesis(kind).run(Until.faults(1));

        assertThat(harmDuringPauses.get(0)).as("quiet before").isEmpty();
        assertThat(harmDuringPauses.get(harmDuringPauses.size() - 1)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void whatFailedHalfWayIsUndoneToo(FaultKind kind) throws Exception {
        nemesis(kind).run(Until.faults(1));
        String firstAct = field.done.get(0);
        field.done.clear();
        field.failsAt = firstAct;

        assertThatThrownBy(() -> nemesis(kind).run(Until.faults(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("can't: " + firstAct);

        assertThat(field.harm).isEmpty();
        assertThat(field.done).containsExactly(firstAct, "restore");
        assertThat(journal.events()).last().isInstanceOf(FaultEnded.class);
    }

    @Test
    void whatCanNotBeUndoneIsTold() {
        field.failsAt = "restore";

        assertThatThrownBy(() -> nemesis(FaultKind.KILL).run(Until.faults(5))).hasMessage("can't: restore");

        assertThat(journal.events(FaultBegun.class)).hasSize(1);
    }

    @Test
    void aClusterThatDoesNotBecomeWholeEndsTheRun() {
        field.staysBroken = true;

        assertThatThrownBy(() -> nemesis(FaultKind.KILL).run(Until.faults(5)))
                .isInstanceOf(NotWhole.class)
                .hasMessageContaining("node-1: alone");

        assertThat(journal.events(FaultBegun.class)).hasSize(1);
        assertThat(field.harm).isEmpty();
    }

    @Test
    void aRunThatIsInterruptedLeavesNoHarm() {
        Nemesis nemesis = new Nemesis(field, plan(FaultKind.ISOLATE), journal, duration -> {
            if (!field.harm.isEmpty()) {
                throw new InterruptedException();
            }
        });

        assertThatThrownBy(() -> nemesis.run(Until.faults(5))).isInstanceOf(InterruptedException.class);

        assertThat(field.harm).isEmpty();
        assertThat(field.done).endsWith("restore");
    }

    @Test
    void faultsAreNumberedFromOne() throws Exception {
        long count = nemesis(FaultKind.KILL).run(Until.faults(3));

        assertThat(count).isEqualTo(3);
        assertThat(journal.events(FaultBegun.class))
                .extracting(FaultBegun::number)
                .containsExactly(1L, 2L, 3L);
        assertThat(journal.events(FaultEnded.class))
                .extracting(FaultEnded::number)
                .containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noFaultBeginsWhenTheTimeIsOver(long seed) throws Exception {
        FaultPlan plan = new FaultPlan(seed, new Limits(3, 1, 1, 200, Set.of(FaultKind.HANG)));

        long count = nemesis(plan).run(Until.time(Duration.ofSeconds(60)));

        assertThat(count).isPositive();
        assertThat(journal.events(FaultBegun.class))
                .hasSize((int) count)
                .extracting(FaultBegun::at)
                .allMatch(at -> at < 60_000);
    }

    @Test
    void onlyWhatTheFieldCanDoIsAvailable() {
        field.missing.addAll(EnumSet.of(Capability.CUTS, Capability.CLOCKS));

        assertThat(FaultKind.availableOn(field))
                .doesNotContain(
                        FaultKind.CUT_PAIR,
                        FaultKind.ISOLATE,
                        FaultKind.ONE_WAY_CUT,
                        FaultKind.SLOW_LINK,
                        FaultKind.CLOCK_JUMP)
                .contains(FaultKind.KILL, FaultKind.HANG, FaultKind.ADD_NODE);
        assertThat(FaultKind.CUT_PAIR.missingOn(field)).hasValue("not here");
        assertThat(FaultKind.ADD_NODE.missingOn(new FakeField(3, 0))).hasValue("there is no spare site");
        assertThat(FaultKind.KILL.missingOn(new FakeField(1, 0))).isPresent();
    }

    private Nemesis nemesis(FaultKind kind) {
        return nemesis(plan(kind));
    }

    private Nemesis nemesis(FaultPlan plan) {
        return new Nemesis(field, plan, journal, duration -> {
            harmDuringPauses.add(Set.copyOf(field.harm));
            nanos += duration.toNanos();
        });
    }

    private static FaultPlan plan(FaultKind kind) {
        return new FaultPlan(1, new Limits(3, 1, 1, 200, Set.of(kind)));
    }
}
