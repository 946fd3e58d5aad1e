package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AttachOutcome.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The disconnection of a user by an operator, and the tokens that are refused after it. */
class DisconnectUserTest {
    private final User alice = user();

    @Test
    void allSessionsEndAndTheirDevicesAreKept() {
        Connection phone = alice.connects("phone");
        Connection laptop = alice.device("laptop").on("node-2").connects();
        alice.connects("tablet").closes();
        alice.isPushed("m1");

        Removed removed = alice.isDisconnected(null);

        assertThat(removed.found()).isTrue();
        assertThat(removed.evictions())
                .extracting(Eviction::session)
                .containsExactly(phone.command().session(), laptop.command().session());
        assertThat(removed.evictions()).extracting(Eviction::cause).containsOnly(Eviction.Cause.REMOVED);
        assertThat(removed.presence()).hasSize(2).allMatch(change -> !change.came() && !change.online());
        assertThat(alice.state.sessions()).isEmpty();
        assertThat(alice.devices()).containsExactly("phone", "laptop", "tablet");
        assertThat(alice.owes()).containsExactly("m1");
        assertThat(alice.connects("phone").resumed()).as("it may come back").isTrue();
    }

    @Test
    void ofAUserWhomNobodyKnowsNothingIsKept() {
        assertThat(alice.isDisconnected(null).found()).isFalse();
        assertThat(alice.state.isAbsent()).isTrue();
    }

    @Test
    void tokensOfBeforeAreRefusedAndLaterOnesAreNot() {
        alice.connects("phone");
        long cut = alice.now;
        alice.isDisconnected(cut);

        assertThat(alice.device("phone").issuedAt(cut - 1).isRefused()).isEqualTo(Reason.TOKEN_CUT_OFF);
        assertThat(alice.device("new").issuedAt(Attach.UNKNOWN_ISSUE).isRefused())
                .isEqualTo(Reason.TOKEN_CUT_OFF);
        assertThat(alice.plain("news").issuedAt(0).isRefused()).isEqualTo(Reason.TOKEN_CUT_OFF);
        assertThat(alice.device("phone").issuedAt(cut).connects().resumed()).isTrue();
        assertThat(alice.device("other").connects().start())
                .as("without tokens")
                .isZero();
    }

    /** Its token came before the cut, and its eviction was lost on the way. */
    @Test
    void aSessionCanNotClaimItsPlaceAgainWithATokenOfBefore() {
        long cut = alice.now + 1_000;
        Connection phone = alice.device("phone").issuedAt(cut - 1_000).connects();
        alice.later(Duration.ofSeconds(1)).isDisconnected(cut);

        Attach command = phone.command();
        AttachOutcome again = alice.does(new Attach(
                command.session(),
                command.target(),
                command.keepMillis(),
                alice.position(0),
                true,
                ReadLimit.NONE,
                1,
                command.issuedAt(),
                alice.now));

        assertThat(again).isEqualTo(new AttachOutcome.Refused(Reason.TOKEN_CUT_OFF));
        assertThat(alice.state.sessions()).isEmpty();
    }

    @Test
    void aUserWhomNobodyKnowsIsCutOffToo() {
        alice.isDisconnected(alice.now);

        assertThat(alice.device("phone").issuedAt(alice.now - 1).isRefused()).isEqualTo(Reason.TOKEN_CUT_OFF);
        assertThat(alice.device("phone").issuedAt(alice.now).connects().start()).isZero();
    }

    @Test
    void theCutLastsThirtyDaysAlsoWhenNothingElseIsKnownOfTheUser() {
        long cut = alice.now;
        alice.isDisconnected(cut);
        alice.later(Duration.ofDays(30).minusMillis(1)).isSwept("node-1");

        assertThat(alice.state.isAbsent()).isFalse();
        assertThat(alice.state.nextDue()).isEqualTo(cut + Duration.ofDays(30).toMillis());
        assertThat(alice.device("phone").issuedAt(cut - 1).isRefused()).isEqualTo(Reason.TOKEN_CUT_OFF);

        alice.later(Duration.ofMillis(1)).isSwept("node-1");
        assertThat(alice.state.isAbsent()).isTrue();
        assertThat(alice.device("phone").issuedAt(cut - 1).connects().start()).isZero();
    }

    @Test
    void aCutIsNeverTakenBack() {
        long cut = alice.now;
        alice.isDisconnected(cut);
        alice.later(Duration.ofDays(1)).isDisconnected(cut - 1_000);
        alice.isDisconnected(null);
        alice.isPushed("m1");
        alice.isCleared();

        assertThat(alice.device("phone").issuedAt(cut - 1).isRefused()).isEqualTo(Reason.TOKEN_CUT_OFF);
        alice.later(Duration.ofDays(30).minusMillis(1));
        assertThat(alice.device("phone").issuedAt(cut - 1).isRefused())
                .as("the second call prolongs it")
                .isEqualTo(Reason.TOKEN_CUT_OFF);
    }

    @Test
    void aRepeatedCallChangesNothingMore() {
        alice.connects("phone");
        DisconnectUser command = new DisconnectUser(alice.now, 7, alice.now);
        alice.does(command);
        Contents once = Contents.of(alice.state);

        assertThat(alice.does(command).found()).isFalse();

        assertThat(Contents.of(alice.state)).isEqualTo(once);
    }

    @Test
    void aCutSurvivesANewEpochAndTheLossOfPositions() {
        alice.connects("phone");
        alice.isPushed("m1");
        long cut = alice.now;
        alice.isDisconnected(cut);
        String epoch = alice.state.epoch();
        alice.device("phone").havingFinished(99).connects();

        assertThat(alice.state.epoch()).isNotEqualTo(epoch);
        assertThat(alice.device("phone").issuedAt(cut - 1).isRefused()).isEqualTo(Reason.TOKEN_CUT_OFF);
    }

    @Test
    void bothSidesOfASplitKeepTheirCuts() {
        alice.connects("phone");
        User there = alice.asSeenBy("node-2");
        alice.isDisconnected(alice.now);
        there.isDisconnected(there.now + 5);
        there.isPushed("t1");

        UserState merged = Merge.of(alice.state, there.state);

        assertThat(merged.cutoff())
                .isEqualTo(Merge.of(there.state, alice.state).cutoff())
                .isEqualTo(new TokenCutoff(
                        there.now + 5, there.now + Duration.ofDays(30).toMillis()));
        alice.isPushed("a1");
        assertThat(Merge.of(alice.state, there.state).cutoff()).isEqualTo(merged.cutoff());
    }

    /** Only a whole entry carries a cut in every version of the stored format. */
    @Test
    void aNewCutIsToldWithTheWholeEntry() {
        alice.connects("phone");
        UserState before = alice.state;
        alice.isDisconnected(alice.now);
        assertThat(Change.of(before, alice.last)).isEqualTo(new Change.Whole(alice.state));

        UserState cut = alice.state;
        alice.isDisconnected(null);
        assertThat(Change.of(cut, alice.last)).isInstanceOf(Change.Parts.class);
    }

    /** In a rolling upgrade the owner may be of a version that knows no cutoffs: it tells none. */
    @Test
    void aReplicaKeepsACutThatItsOwnerDoesNotKnow() {
        alice.connects("phone");
        UserState before = alice.state;
        alice.isDisconnected(alice.now);
        UserState replica = alice.state;
        User owner = alice.asSeenBy("node-1").becomes(before);

        owner.isPushed("m1");
        Change change = Change.of(before, owner.last);

        assertThat(change.applyTo(replica).cutoff()).isEqualTo(replica.cutoff());
        assertThat(new Change.Whole(before).applyTo(replica).cutoff()).isEqualTo(replica.cutoff());
        assertThat(new Change.Whole(UserState.ABSENT).applyTo(replica).isAbsent())
                .isTrue();
    }
}
