package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Versions of an entry that grow, diverge and are merged, compared with the plain set of writes in each. */
class VersionVectorProperties {

    @Property(tries = 2_000)
    @Label("a version never takes for known what was not numbered in it")
    void whatIsTakenForKnownIsKnown(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int steps) {
        World world = new World(seed);
        for (int i = 0; i < steps; i++) {
            world.step();
        }

        for (Version one : world.versions) {
            for (Version other : world.versions) {
                if (one.vector.includes(other.vector)) {
                    assertThat(one.known).containsAll(other.known);
                }
            }
        }
    }

    @Property(tries = 300)
    @Label("who grew out of a version knows it, however much both have forgotten")
    void whatIsForgottenIsNotUnknown(@ForAll long seed, @ForAll @IntRange(min = 1, max = 19) int names) {
        World world = new World(seed);
        for (int i = 0; i < 200; i++) {
            world.step();
        }
        VersionVector before = world.versions.get(0).vector;
        VersionVector grown = before;
        for (int i = 0; i < names; i++) {
            grown = grown.counting(new Writer("later-" + i));
        }

        assertThat(grown.includes(before)).isTrue();
        assertThat(grown.sharesEpochWith(before)).isTrue();
        assertThat(before.includes(grown)).isFalse();
    }

    @Property(tries = 100)
    @Label("of two that parted, exactly what came after the parting is unknown to the other")
    void onlyWhatCameAfterTheSplitIsUnknown(
            @ForAll @IntRange(max = 60) int before,
            @ForAll @IntRange(max = 22) int here,
            @ForAll @IntRange(min = 1, max = 5) int there) {
        VersionVector common = VersionVector.NONE.counting(new WriteSource.EpochBegun("e", new Writer("first")));
        for (int i = 0; i < before; i++) {
            common = common.counting(new Writer("common-" + i));
        }
        VersionVector ours = common;
        for (int i = 0; i < here; i++) {
            ours = ours.counting(new Writer("here-" + i));
        }
        VersionVector theirs = common;
        for (int i = 0; i < there; i++) {
            theirs = theirs.counting(new Writer("there-" + i));
        }

        assertThat(theirs.missingIn(ours))
                .hasSize(there)
                .allMatch(source -> ((Writer) source).node().startsWith("there-"));
        assertThat(ours.sharesEpochWith(theirs)).isTrue();
    }

    /** One version of an entry: its vector, and the set of its writes, each as name and count. */
    private static final class Version {
        final Set<String> known;
        VersionVector vector;
        String owner;

        Version(VersionVector vector, Set<String> known, String owner) {
            this.vector = vector;
            this.known = new HashSet<>(known);
            this.owner = owner;
        }
    }

    private static final class World {
        final List<Version> versions = new ArrayList<>();
        private final Random random;
        private int made;

        World(long seed) {
            random = new Random(seed);
            Version first = new Version(VersionVector.NONE, Set.of(), "owner-0");
            begin(first);
            versions.add(first);
        }

        void step() {
            Version one = any();
            switch (random.nextInt(12)) {
                case 0 -> one.owner = "owner-" + ++made;
                case 1 -> part(one);
                case 2 -> merge(one, any());
                case 3 -> begin(one);
                default -> count(one);
            }
        }

        private Version any() {
            return versions.get(random.nextInt(versions.size()));
        }

        private void count(Version one) {
            one.vector = one.vector.counting(new Writer(one.owner));
            long numbers =
                    one.vector.counters().get(one.vector.counters().size() - 1).writes();
            one.known.add(one.owner + "#" + numbers);
        }

        private void begin(Version one) {
            String epoch = "epoch-" + ++made;
            one.vector = one.vector.counting(new WriteSource.EpochBegun(epoch, new Writer(one.owner)));
            one.known.add(epoch);
        }

        /** Splits off a version with a new owner, since an owner is on one side of a split only. */
        private void part(Version one) {
            if (versions.size() < 5) {
                versions.add(new Version(one.vector, one.known, "owner-" + ++made));
            }
        }

        private void merge(Version one, Version other) {
            if (one == other || one.vector.includes(other.vector) || other.vector.includes(one.vector)) {
                return;
            }
            String epoch = "merge-" + ++made;
            one.vector = one.vector.merged(other.vector, epoch);
            one.known.addAll(other.known);
            one.known.add(epoch);
            one.owner = "owner-" + ++made;
            if (random.nextBoolean()) {
                versions.remove(other);
            }
        }
    }
}
