package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.MessageView.Receiver;
import io.heartline.user.MessageView.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Commands of an operator: views of a user and removals. */
class OperatorTest {
    private final User alice = user();

    @Test
    void ofAnUnknownUserNothingIsKnown() {
        UserView view = alice.described();

        assertThat(view.online()).isFalse();
        assertThat(view.pending()).isZero();
        assertThat(alice.state.isAbsent()).isTrue();
        assertThat(alice.last.confirmed()).isFalse();
    }

    @Test
    void aDescriptionNamesDevicesAndWhatIsPending() {
        alice.connects("phone").closes();
        alice.isPushed("m1", "m2");
        assertThat(alice.described().online()).isFalse();
        alice.connects("laptop").acks(1);

        UserView view = alice.described();

        assertThat(view.online()).isTrue();
        assertThat(view.head()).isEqualTo(2);
        assertThat(view.pending()).isEqualTo(2);
        assertThat(view.devices()).extracting(Device::name).containsExactly("phone", "laptop");
    }

    @Test
    void readingChangesNothing() {
        alice.device("phone").keptFor(Duration.ofSeconds(1)).connects().closes();
        alice.pushing("m1").livingFor(Duration.ofSeconds(1)).isStored();
        UserState before = alice.state;
        alice.later(Duration.ofDays(1));

        assertThat(alice.described().devices()).isEmpty();
        assertThat(alice.described().pending()).isZero();
        assertThat(alice.message("m1")).isEmpty();
        assertThat(alice.state).isSameAs(before);
    }

    @Test
    void aMessageIsFoundWithWhomItIsOwedTo() {
        Connection phone = alice.connects("phone");
        alice.connects("laptop");
        long storedAt = alice.now;
        alice.isPushed("m1");
        assertThat(alice.message("m1").orElseThrow().state()).isEqualTo(State.STORED);
        phone.acks(1);
        alice.connects("late");

        MessageView view = alice.later(Duration.ofSeconds(1)).message("m1").orElseThrow();

        assertThat(view.state()).isEqualTo(State.ACKED);
        assertThat(view.storedAt()).isEqualTo(storedAt);
        assertThat(view.position()).isEqualTo(alice.position(1));
        assertThat(view.devices()).containsExactly(new Receiver("phone", true), new Receiver("laptop", false));
    }

    @Test
    void aMessageIsFoundWhileItIsInTheMailboxOrTheWindow() {
        alice.pushing("brief").livingFor(Duration.ofSeconds(1)).isStored();
        alice.pushing("long").livingFor(Duration.ofDays(1)).isStored();

        alice.later(Duration.ofMinutes(4));
        assertThat(alice.message("brief").orElseThrow().state()).isEqualTo(State.EXPIRED);
        alice.later(Duration.ofMinutes(1));
        assertThat(alice.message("brief")).isEmpty();
        assertThat(alice.message("long").orElseThrow().state()).isEqualTo(State.STORED);
        assertThat(alice.message("never")).isEmpty();
    }

    @Test
    void clearingForgetsAllThatIsOwed() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2");

        assertThat(alice.isCleared()).isEqualTo(2);

        assertThat(alice.owes()).isEmpty();
        assertThat(phone.receives()).isEmpty();
        assertThat(alice.message("m1").orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(alice.isPushed("m3").position().seq()).isEqualTo(3);
        assertThat(alice.isCleared()).isEqualTo(1);
        assertThat(alice.isCleared()).isZero();
    }

    @Test
    void clearingAnUnknownUserMakesNoEntry() {
        assertThat(alice.isCleared()).isZero();
        assertThat(alice.state.isAbsent()).isTrue();
    }

    @Test
    void aRemovedDeviceIsNoLongerKeptAndItsSessionEnds() {
        Connection phone = alice.connects("phone");
        Connection laptop = alice.connects("laptop");
        alice.isPushed("m1");
        laptop.acks(1);

        Removed removed = alice.losesDevice("phone");

        assertThat(removed.found()).isTrue();
        assertThat(removed.evictions())
                .containsExactly(new Eviction(phone.command().session(), Eviction.Cause.REMOVED));
        assertThat(alice.devices()).containsExactly("laptop");
        assertThat(alice.owes()).isEmpty();
    }

    @Test
    void aRemovedSessionEndsAndItsDeviceIsKept() {
        Connection phone = alice.connects("phone");

        Removed removed = phone.isRemoved();

        assertThat(removed.evictions())
                .containsExactly(new Eviction(phone.command().session(), Eviction.Cause.REMOVED));
        assertThat(alice.devices()).containsExactly("phone");
        assertThat(alice.described().online()).isFalse();
    }

    @Test
    void whatIsNotThereCannotBeRemoved() {
        Connection phone = alice.connects("phone");
        phone.closes();

        assertThat(alice.losesDevice("laptop").found()).isFalse();
        assertThat(phone.isRemoved().found()).isFalse();
        assertThat(alice.devices()).containsExactly("phone");
    }

    @Test
    void removingADeviceThatIsAwayEndsNoSession() {
        alice.connects("phone").closes();

        Removed removed = alice.losesDevice("phone");

        assertThat(removed.found()).isTrue();
        assertThat(removed.evictions()).isEmpty();
        assertThat(removed.presence()).isEmpty();
    }
}
