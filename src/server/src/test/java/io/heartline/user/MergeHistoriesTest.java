package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The three worked histories of {@code docs/MERGE.md}. A number at the end of a line is the row of its table. */
class MergeHistoriesTest {
    private static final Duration LATER = Duration.ofSeconds(1);

    @Test
    void hangAndWake() {
        Writer n1 = writer("n1", "n2");
        User atN1 = User.user().asSeenBy(n1);
        atN1.connects("phone");
        atN1.isPushed("m1"); // 1
        String epoch = atN1.state.epoch();
        assertThat(atN1.state.vector()).isEqualTo(once(new WriteSource.EpochBegun(epoch, n1), n1));

        Writer n2 = writer("n2", "n3");
        User atN2 = atN1.asSeenBy(n2).later(LATER); // 2
        assertThat(atN2.isPushed("m2").position()).isEqualTo(new Position(epoch, 2)); // 3
        assertThat(atN1.isPushed("x").position()).isEqualTo(new Position(epoch, 2)); // 4

        assertThat(atN1.state.vector().missingIn(atN2.state.vector())).containsExactly(n1);
        assertThat(atN2.state.vector().missingIn(atN1.state.vector())).containsExactly(n2);
        UserState merged = Merge.into(atN2.state, atN1.state, new Merge.OtherSide(Set.of(n1), false)); // 5
        assertThat(merged.epoch()).isEqualTo(epoch);
        assertThat(merged.vector()).isEqualTo(atN2.state.vector());
        assertThat(Side.owed(merged)).containsExactly("m1", "m2");

        User healed = atN2.becomes(merged);
        assertThat(healed.isPushed("x").position()).isEqualTo(new Position(epoch, 3)); // 6
        Connection back = healed.device("phone").having(new Position(epoch, 2)).connects();
        assertThat(back.resumed()).isTrue();
        assertThat(back.backlog()).containsExactly("x");
    }

    @Test
    void cutWithQuorum() {
        Writer n3 = writer("n3", "n1");
        User atN3 = User.user().asSeenBy(n3);
        Connection tablet = atN3.connects("tablet");
        atN3.connects("phone");
        atN3.isPushed("m1"); // 1
        String epoch = atN3.state.epoch();

        User atN1 = atN3.asSeenBy(writer("n1", "n2")).later(LATER); // 2
        atN3.isPushed("x"); // 3
        atN1.does(new Detach(tablet.id(), true, "tablet", atN1.now)); // 5
        atN1.isPushed("m2");

        Merge.OtherSide refusing = new Merge.OtherSide(Set.of(n3), true);
        UserState merged = Merge.into(atN1.state, atN3.state, refusing); // 6
        assertThat(merged).isSameAs(atN1.state);
        assertThat(merged.epoch()).isEqualTo(epoch);
        assertThat(Side.owed(merged)).containsExactly("m1", "m2");
        assertThat(merged.devices().all()).extracting(Device::name).containsExactly("phone");

        User healed = atN1.becomes(merged);
        assertThat(healed.isPushed("x").position()).isEqualTo(new Position(epoch, 3)); // 7
    }

    @Test
    void openSplit() {
        Writer n1WithN3 = writer("n1", "n3");
        User atN1 = User.user().asSeenBy(n1WithN3);
        atN1.connects("phone");
        atN1.isPushed("m1"); // 1
        String epoch = atN1.state.epoch();

        Writer n1 = writer("n1", "n2");
        User larger = atN1.asSeenBy(n1).later(LATER); // 2
        Writer n3 = writer("n3");
        User smaller = atN1.asSeenBy(n3).later(LATER);
        WriteSource.SplitSide side = new WriteSource.SplitSide("n3", NodeSet.of(Set.of("n3")));
        smaller.becomes(smaller.state.apart(side, smaller.now)); // 3
        assertThat(smaller.state.stale()).isTrue();
        Connection moved = smaller.connects("phone");
        String second = smaller.state.epoch();
        assertThat(moved.resumed()).isFalse();
        assertThat(second).isNotEqualTo(epoch);
        assertThat(smaller.isPushed("t1").position()).isEqualTo(new Position(second, 2)); // 4
        moved.acks(2);
        assertThat(smaller.owes())
                .as("for devices that only the other side may know")
                .contains("m1", "t1");
        assertThat(larger.later(LATER).isPushed("h1").position()).isEqualTo(new Position(epoch, 2)); // 5

        List<WriteSource> before = List.of(new WriteSource.EpochBegun(epoch, n1WithN3), n1WithN3);
        List<WriteSource> alone = List.of(side, new WriteSource.EpochBegun(second, n3), n3);
        assertThat(smaller.state.vector().missingIn(larger.state.vector())).containsExactlyInAnyOrderElementsOf(alone);
        assertThat(larger.state.vector().missingIn(smaller.state.vector())).containsExactly(n1);
        UserState merged = Merge.into(larger.state, smaller.state, new Merge.OtherSide(Set.of(), false)); // 6
        String third = merged.epoch();
        assertThat(third).isNotIn(epoch, second);
        assertThat(merged.vector().counters())
                .extracting(WriteCounter::source)
                .containsAll(before)
                .containsAll(alone)
                .contains(n1, new WriteSource.Merged(third));
        assertThat(Side.owed(merged)).containsExactly("m1", "t1", "h1");

        User healed = larger.becomes(merged).later(LATER);
        Connection back = healed.device("phone").having(new Position(second, 2)).connects(); // 7
        assertThat(back.resumed()).isFalse();
        assertThat(back.backlog()).containsExactly("m1", "t1", "h1");
    }

    private static Writer writer(String node, String... replicas) {
        return new Writer(node, NodeSet.of(List.of(replicas)));
    }

    private static VersionVector once(WriteSource... sources) {
        return new VersionVector(
                Stream.of(sources).map(source -> new WriteCounter(source, 1)).toList());
    }
}
