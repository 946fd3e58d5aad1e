package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Merges of random versions of an entry that diverged. */
class MergeProperties {
    @Provide
    Arbitrary<History> histories() {
        return History.any();
    }

    @Provide
    Arbitrary<History> clashes() {
        return History.clashing();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void itDoesNotMatterWhichVersionIsGivenFirst(@ForAll("histories") History history) {
        List<Side> sides = history.split();
        UserState one = sides.get(0).state();
        UserState other = sides.get(1).state();

        assertThat(Contents.of(Merge.of(one, other))).isEqualTo(Contents.of(Merge.of(other, one)));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aVersionMergedWithItselfOrWithNothingIsItself(@ForAll("histories") History history) {
        UserState state = history.split().get(0).state();
        Assume.that(!state.stale());

        assertThat(Contents.of(Merge.of(state, Contents.copy(state)))).isEqualTo(Contents.of(state));
        assertThat(Merge.of(state, UserState.ABSENT)).isSameAs(state);
        assertThat(Merge.of(UserState.ABSENT, state)).isSameAs(state);
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void nothingOwedOnEitherSideIsLost(@ForAll("histories") History history) {
        List<Side> sides = history.split();
        Side one = sides.get(0);
        Side other = sides.get(1);
        UserState merged = Merge.of(one.state(), other.state());

        Contents.assertTrue(merged);
        if (clashed(merged, one, other)) {
            assertThat(Side.owed(merged)).containsExactlyInAnyOrderElementsOf(both(one.owed(), other.owed()));
        } else if (!one.state().isAbsent() && !other.state().isAbsent()) {
            assertEitherWonWhole(merged, one, other);
        }
    }

    private static void assertEitherWonWhole(UserState merged, Side one, Side other) {
        boolean knows = knows(one.state(), other.state());
        if (knows && knows(other.state(), one.state())) {
            // Both sides know all messages: either may win.
            assertThat(merged).satisfiesAnyOf(m -> assertWonWhole(m, one, other), m -> assertWonWhole(m, other, one));
        } else {
            assertWonWhole(merged, knows ? one : other, knows ? other : one);
        }
    }

    private static boolean knows(UserState one, UserState other) {
        return !one.stale() && one.vector().includes(other.vector());
    }

    /** The winner's messages keep their seqs, and the winner knew every message that the loser owed. */
    private static void assertWonWhole(UserState merged, Side winner, Side loser) {
        assertThat(merged.mailbox().head()).isEqualTo(winner.state().mailbox().head());
        assertThat(winner.ids).containsAll(loser.owed());
        long finished = merged.devices().lowestCursor(merged.mailbox().acked());
        winner.state().mailbox().forEach(message -> {
            Message kept = merged.mailbox().get(message.seq());
            assertThat(kept == null ? null : kept.id()).isEqualTo(message.id());
            assertThat(kept != null && kept.owed()).isEqualTo(message.owed() && message.seq() > finished);
        });
        boolean sameEpoch = merged.epoch().equals(loser.state().epoch());
        for (Device device : merged.devices().all()) {
            Device ours = winner.state().devices().find(device.name());
            Device theirs = loser.state().devices().find(device.name());
            long known = ours == null ? 0 : ours.cursor();
            long heard = theirs == null || !sameEpoch ? 0 : theirs.cursor();
            long start = ours == null && !sameEpoch ? winner.state().mailbox().acked() : 0;
            assertThat(device.cursor()).isEqualTo(Math.max(start, Math.max(known, heard)));
        }
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void whereBothSidesGaveOutNumbersAllStartAgainUnderANewEpoch(@ForAll("clashes") History history) {
        List<Side> sides = history.split();
        Side one = sides.get(0);
        Side other = sides.get(1);
        UserState merged = Merge.of(one.state(), other.state());
        Assume.that(clashed(merged, one, other));

        assertThat(one.epochs).doesNotContain(merged.epoch());
        assertThat(other.epochs).doesNotContain(merged.epoch());
        assertThat(ids(merged)).doesNotHaveDuplicates();
        assertOrderKept(ids(merged), ids(one.state()), ids(other.state()));
        assertRecentFound(merged, one);
        assertRecentFound(merged, other);
        assertThat(merged.devices().all()).allMatch(device -> device.cursor() == 0 && device.reset());
        assertThat(names(merged)).containsExactlyInAnyOrderElementsOf(kept(merged, one, other));
        merged.devices().keptAt(one.scene.now).all().forEach(device -> assertStartsAgain(merged, device, one));
    }

    private static void assertOrderKept(List<String> merged, List<String> one, List<String> other) {
        List<String> inBoth = one.stream().filter(other::contains).toList();
        List<String> inBothThere = other.stream().filter(one::contains).toList();
        if (inBoth.equals(inBothThere)) {
            assertThat(merged.stream().filter(one::contains).toList()).isEqualTo(one);
            assertThat(merged.stream().filter(other::contains).toList()).isEqualTo(other);
        }
    }

    private static void assertRecentFound(UserState merged, Side side) {
        side.ids.stream()
                .filter(id -> side.state().mailbox().find(id, side.scene.now) != null)
                .forEach(id -> assertThat(merged.mailbox().find(id, side.scene.now))
                        .as(id)
                        .isNotNull());
    }

    private static void assertStartsAgain(UserState merged, Device device, Side side) {
        LiveSession session = new LiveSession("back", "n0", 0, LiveSession.NO_ATTEMPT, side.scene.now, "websocket");
        Position old = new Position(side.state().epoch(), device.cursor());
        Attach back = new Attach(
                session, new Attach.Target.Named(device.name()), 60_000, old, false, ReadLimit.NONE, 1, side.scene.now);
        AttachOutcome.Attached attached =
                (AttachOutcome.Attached) back.apply(merged, new Writer("m")).outcome();
        assertThat(attached.resumed()).isFalse();
        assertThat(attached.position()).isEqualTo(new Position(merged.epoch(), 0));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void mergingOneSideAgainChangesNothingAfterAClash(@ForAll("clashes") History history) {
        List<Side> sides = history.split();
        UserState merged = Merge.of(sides.get(0).state(), sides.get(1).state());
        Assume.that(clashed(merged, sides.get(0), sides.get(1)));

        assertThat(Contents.of(Merge.of(merged, sides.get(0).state()))).isEqualTo(Contents.of(merged));
        assertThat(Contents.of(Merge.of(merged, sides.get(1).state()))).isEqualTo(Contents.of(merged));
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void withinAnEpochNoNumberIsEverGivenToTwoIdsHoweverSidesSplitAndMerge(@ForAll("histories") History history) {
        List<Side> sides = history.split();
        Assume.that(sides.stream().noneMatch(MergeProperties::hasForgotten));
        merge(sides.get(0), sides.get(1));
        both(sides.get(0), sides.get(1), history.between());
        merge(sides.get(0), sides.get(2));
        merge(sides.get(1), sides.get(2));
        sides.get(0).lives(history.after());
        sides.forEach(side -> side.numbers.note(sides.get(0).state()));
    }

    /**
     * True if the entry was deleted, because the split lasted longer than a day. Then nothing tells seqs of the sides
     * apart.
     */
    private static boolean hasForgotten(Side side) {
        return side.state().isAbsent() && !side.ids.isEmpty();
    }

    /** Applies the steps to both sides as one state. Each side checks it against everything that it ever knew. */
    private static void both(Side one, Side other, List<Step> steps) {
        for (Step step : steps) {
            one.lives(List.of(step));
            other.becomes(one.state());
        }
    }

    private static void merge(Side one, Side other) {
        UserState merged = Merge.of(one.state(), other.state());
        Contents.assertTrue(merged);
        one.scene.now = Math.max(one.scene.now, other.scene.now);
        one.becomes(merged);
        other.becomes(merged);
    }

    private static boolean clashed(UserState merged, Side one, Side other) {
        return !one.state().isAbsent()
                && !other.state().isAbsent()
                && !merged.epoch().equals(one.state().epoch())
                && !merged.epoch().equals(other.state().epoch());
    }

    private static List<String> ids(UserState state) {
        // If two messages have one id, the earlier one is outside the idempotency window: only the later one counts.
        List<String> all =
                Contents.messages(state.mailbox()).stream().map(Message::id).toList();
        return IntStream.range(0, all.size())
                .filter(i -> all.lastIndexOf(all.get(i)) == i)
                .mapToObj(all::get)
                .toList();
    }

    private static List<String> names(UserState state) {
        return state.devices().all().stream().map(Device::name).toList();
    }

    /** The devices that either side kept when the later one last changed. */
    private static Set<String> kept(UserState merged, Side one, Side other) {
        long then = merged.changedAt();
        return both(
                one.state().devices().keptAt(then).all().stream()
                        .map(Device::name)
                        .toList(),
                other.state().devices().keptAt(then).all().stream()
                        .map(Device::name)
                        .toList());
    }

    private static Set<String> both(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }
}
