package io.heartline.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.version.MemberVersion;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What node-1 of five makes of whom it sees. */
class ViewsTest {
    private static final long SILENT_MILLIS = 3_000;

    private final Map<String, Long> heardAt = new HashMap<>();
    private final Map<String, Member> made = new HashMap<>();
    private long now = 60_000;
    private int minNodes = 3;
    private Set<Member> inSight = Set.of();
    private Views views;

    @BeforeEach
    void fiveAreThere() {
        beginsWith("node-1", "node-2", "node-3", "node-4", "node-5");
    }

    private void beginsWith(String... nodes) {
        Reliance<Member> reliance = new Reliance<>(
                () -> now, member -> heardAt.getOrDefault(member.getAttribute(UserMap.NODE_ATTRIBUTE), now), 2_500);
        views = new Views(() -> inSight, member("node-1"), minNodes, reliance, () -> now);
        sees(nodes);
    }

    @Test
    void withAllInSightItServes() {
        assertThat(views.hasQuorum()).isTrue();
        assertThat(views.areUnclear()).isFalse();
        assertThat(views.standApart()).isFalse();
    }

    @Test
    void whenOneIsLostAndTheOthersAreHeardItServes() {
        sees("node-1", "node-2", "node-3", "node-4");

        assertThat(views.hasQuorum()).isTrue();
        assertThat(views.areUnclear()).isFalse();
    }

    @Test
    void whenOneIsLostAndTheOthersAreSilentTooItWaits() {
        areSilent("node-3", "node-4", "node-5");
        sees("node-1", "node-2", "node-3", "node-4");

        assertThat(views.hasQuorum()).isTrue();
        assertThat(views.areUnclear()).isTrue();
    }

    @Test
    void whenAllWhoWereSilentAreLostItHasNoQuorumAndStandsApart() {
        areSilent("node-3", "node-4", "node-5");
        sees("node-1", "node-2", "node-3", "node-4");
        sees("node-1", "node-2");

        assertThat(views.hasQuorum()).isFalse();
        assertThat(views.areUnclear()).isFalse();
        assertThat(views.standApart()).isTrue();
    }

    @Test
    void whoIsStillInSightAWhileLaterIsCountedOnAgain() {
        areSilent("node-3", "node-4", "node-5");
        sees("node-1", "node-2", "node-3", "node-4");
        runsFor(Reliance.WARY_MILLIS);

        assertThat(views.areUnclear()).isFalse();
    }

    /** What those hold who come back is not here yet: whoever is asked for would be made anew. */
    @Test
    void whoHasItsQuorumBackWaitsForWhatComesWithIt() {
        sees("node-1", "node-2");
        runsFor(Reliance.WARY_MILLIS);
        sees("node-1", "node-2", "node-3");

        assertThat(views.hasQuorum()).isTrue();
        assertThat(views.areUnclear()).isTrue();
        runsFor(Reliance.ALONE_MILLIS);
        assertThat(views.areUnclear()).isFalse();
    }

    @Test
    void whoHasAQuorumForTheFirstTimeServesAtOnce() {
        beginsWith("node-1", "node-2");
        assertThat(views.hasQuorum()).isFalse();
        sees("node-1", "node-2", "node-3");

        assertThat(views.hasQuorum()).isTrue();
        assertThat(views.areUnclear()).isFalse();
    }

    /** It has not heard yet who went on without it, and takes everybody for heard of. */
    @Test
    void whoStoodStillWaitsUntilItHasHeardOfTheOthers() {
        now += Views.STILL_MILLIS;
        assertThat(views.areUnclear()).isTrue();

        sees("node-1", "node-2", "node-3", "node-4");
        assertThat(views.areUnclear()).isTrue();
        runsFor(Reliance.ALONE_MILLIS);
        assertThat(views.areUnclear()).isFalse();
    }

    @Test
    void whoStoodStillAndFindsItselfAloneBeginsNothingOfItsOwnAtOnce() {
        minNodes = 1;
        beginsWith("node-1", "node-2", "node-3");
        now += Views.STILL_MILLIS;
        sees("node-1");

        assertThat(views.standApart()).isTrue();
        assertThat(views.areUnclear()).isTrue();
        runsFor(Reliance.ALONE_MILLIS);
        assertThat(views.areUnclear()).isFalse();
        assertThat(views.standApart()).isTrue();
    }

    @Test
    void whoIsFirstToRunAgainHidesFromNobodyThatItStoodStill() {
        now += Views.STILL_MILLIS;
        views.run();

        assertThat(views.areUnclear()).isTrue();
    }

    @Test
    void whoStoodStillAndIsAloneHasNobodyToHearOf() {
        minNodes = 1;
        beginsWith("node-1");
        now += Views.STILL_MILLIS;

        assertThat(views.areUnclear()).isFalse();
    }

    @Test
    void theLargerSideOfASplitDoesNotStandApart() {
        sees("node-1", "node-2", "node-3");

        assertThat(views.standApart()).isFalse();
    }

    private void sees(String... nodes) {
        inSight = new LinkedHashSet<>(Stream.of(nodes).map(this::member).toList());
        views.side(); // somebody asks
    }

    private void runsFor(long millis) {
        for (long left = millis; left > 0; left -= Views.RUN_MILLIS) {
            now += Views.RUN_MILLIS;
            views.run();
        }
    }

    private void areSilent(String... nodes) {
        Stream.of(nodes).forEach(node -> heardAt.put(node, now - SILENT_MILLIS));
    }

    private Member member(String node) {
        return made.computeIfAbsent(node, name -> new MemberImpl.Builder(address(name))
                .version(MemberVersion.of("5.7.0"))
                .uuid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
                .attributes(Map.of(UserMap.NODE_ATTRIBUTE, name))
                .localMember(name.equals("node-1"))
                .build());
    }

    private static Address address(String node) {
        return new Address(InetAddress.getLoopbackAddress(), 5700 + node.charAt(node.length() - 1));
    }
}
