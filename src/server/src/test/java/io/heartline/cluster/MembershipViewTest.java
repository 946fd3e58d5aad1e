package io.heartline.cluster;

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

/** The view of node-1 in a cluster of five. */
class MembershipViewTest {
    private static final long SILENT_MILLIS = 3_000;

    private final Map<String, Long> heardAt = new HashMap<>();
    private final Map<String, Member> made = new HashMap<>();
    private long now = 60_000;
    private int minNodes = 3;
    private Set<Member> inSight = Set.of();
    private MembershipView view;

    @BeforeEach
    void fiveAreThere() {
        beginsWith("node-1", "node-2", "node-3", "node-4", "node-5");
    }

    private void beginsWith(String... nodes) {
        FailureSuspicion<Member> suspicion = new FailureSuspicion<>(
                () -> now,
                member -> heardAt.getOrDefault(member.getAttribute(MembershipView.NODE_ATTRIBUTE), now),
                2_500);
        view = new MembershipView(() -> inSight, minNodes, suspicion, () -> now);
        sees(nodes);
    }

    @Test
    void withAllInSightItServes() {
        assertThat(view.hasQuorum()).isTrue();
        assertThat(view.isUnsettled()).isFalse();
        assertThat(view.isMinority()).isFalse();
    }

    @Test
    void whenOneIsLostAndTheOthersAreHeardItServes() {
        sees("node-1", "node-2", "node-3", "node-4");

        assertThat(view.hasQuorum()).isTrue();
        assertThat(view.isUnsettled()).isFalse();
    }

    @Test
    void whenOneIsLostAndTheOthersAreSilentTooItWaits() {
        areSilent("node-3", "node-4", "node-5");
        sees("node-1", "node-2", "node-3", "node-4");

        assertThat(view.hasQuorum()).isTrue();
        assertThat(view.isUnsettled()).isTrue();
    }

    @Test
    void whenAllWhoWereSilentAreLostItHasNoQuorumAndStandsApart() {
        areSilent("node-3", "node-4", "node-5");
        sees("node-1", "node-2", "node-3", "node-4");
        sees("node-1", "node-2");

        assertThat(view.hasQuorum()).isFalse();
        assertThat(view.isUnsettled()).isFalse();
        assertThat(view.isMinority()).isTrue();
    }

    @Test
    void whoIsStillInSightAWhileLaterIsCountedOnAgain() {
        areSilent("node-3", "node-4", "node-5");
        sees("node-1", "node-2", "node-3", "node-4");
        runsFor(FailureSuspicion.AFTER_LOSS_MILLIS);

        assertThat(view.isUnsettled()).isFalse();
    }

    /** The entries of the returning members have not arrived yet. A command would create its user's entry again. */
    @Test
    void whoHasItsQuorumBackWaitsForWhatComesWithIt() {
        sees("node-1", "node-2");
        runsFor(FailureSuspicion.AFTER_LOSS_MILLIS);
        sees("node-1", "node-2", "node-3");

        assertThat(view.hasQuorum()).isTrue();
        assertThat(view.isUnsettled()).isTrue();
        runsFor(FailureSuspicion.ALL_MILLIS);
        assertThat(view.isUnsettled()).isFalse();
    }

    @Test
    void whoHasAQuorumForTheFirstTimeServesAtOnce() {
        beginsWith("node-1", "node-2");
        assertThat(view.hasQuorum()).isFalse();
        sees("node-1", "node-2", "node-3");

        assertThat(view.hasQuorum()).isTrue();
        assertThat(view.isUnsettled()).isFalse();
    }

    /** A paused node does not know yet which members continued without it, and trusts all of them. */
    @Test
    void whoStoodStillWaitsUntilItHasHeardOfTheOthers() {
        now += MembershipView.PAUSED_MILLIS;
        assertThat(view.isUnsettled()).isTrue();

        sees("node-1", "node-2", "node-3", "node-4");
        assertThat(view.isUnsettled()).isTrue();
        runsFor(FailureSuspicion.ALL_MILLIS);
        assertThat(view.isUnsettled()).isFalse();
    }

    @Test
    void whoStoodStillAndFindsItselfAloneBeginsNothingOfItsOwnAtOnce() {
        minNodes = 1;
        beginsWith("node-1", "node-2", "node-3");
        now += MembershipView.PAUSED_MILLIS;
        sees("node-1");

        assertThat(view.isMinority()).isTrue();
        assertThat(view.isUnsettled()).isTrue();
        runsFor(FailureSuspicion.ALL_MILLIS);
        assertThat(view.isUnsettled()).isFalse();
        assertThat(view.isMinority()).isTrue();
    }

    @Test
    void whoIsFirstToRunAgainHidesFromNobodyThatItStoodStill() {
        now += MembershipView.PAUSED_MILLIS;
        view.run();

        assertThat(view.isUnsettled()).isTrue();
    }

    @Test
    void whoStoodStillAndIsAloneHasNobodyToHearOf() {
        minNodes = 1;
        beginsWith("node-1");
        now += MembershipView.PAUSED_MILLIS;

        assertThat(view.isUnsettled()).isFalse();
    }

    @Test
    void theLargerSideOfASplitDoesNotStandApart() {
        sees("node-1", "node-2", "node-3");

        assertThat(view.isMinority()).isFalse();
    }

    private void sees(String... nodes) {
        inSight = new LinkedHashSet<>(Stream.of(nodes).map(this::member).toList());
        view.nodes(); // somebody asks
    }

    private void runsFor(long millis) {
        for (long left = millis; left > 0; left -= MembershipView.RUN_MILLIS) {
            now += MembershipView.RUN_MILLIS;
            view.run();
        }
    }

    private void areSilent(String... nodes) {
        Stream.of(nodes).forEach(node -> heardAt.put(node, now - SILENT_MILLIS));
    }

    private Member member(String node) {
        return made.computeIfAbsent(node, name -> new MemberImpl.Builder(address(name))
                .version(MemberVersion.of("5.7.0"))
                .uuid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
                .attributes(Map.of(MembershipView.NODE_ATTRIBUTE, name))
                .localMember(name.equals("node-1"))
                .build());
    }

    private static Address address(String node) {
        return new Address(InetAddress.getLoopbackAddress(), 5700 + node.charAt(node.length() - 1));
    }
}
