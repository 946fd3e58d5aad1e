package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Device names of plain connections, which can't name their device themselves. */
class PlainDeviceTest {
    private final User alice = user();

    @Test
    void eachPlainConnectionIsADeviceOfItsOwn() {
        Connection one = alice.plain("chat").connects();
        Connection two = alice.plain("chat").connects();

        assertThat(one.device()).isEqualTo("plain:chat:1");
        assertThat(two.device()).isEqualTo("plain:chat:2");
        assertThat(two.evicted()).isEmpty();
    }

    @Test
    void theOnlyPlainDeviceIsTakenOverWhereItIsAway() {
        Connection tab = alice.plain("chat").connects();
        alice.isPushed("m1", "m2");
        tab.acks(1);
        tab.closes();

        Connection back = alice.plain("chat").connects();

        assertThat(back.device()).isEqualTo(tab.device());
        assertThat(back.backlog()).containsExactly("m2");
    }

    @Test
    void oneOfTwoThatAreAwayIsNotTakenOver() {
        Connection one = alice.plain("chat").connects();
        Connection two = alice.plain("chat").connects();
        one.closes();
        two.closes();

        assertThat(alice.plain("chat").connects().device()).isEqualTo("plain:chat:3");
    }

    @Test
    void aNewPlainDeviceStartsAfterTheLowestOfItsRoute() {
        Connection one = alice.plain("chat").connects();
        Connection two = alice.plain("chat").connects();
        alice.isPushed("m1", "m2", "m3");
        one.acks(1);
        two.acks(3);

        Connection three = alice.plain("chat").connects();

        assertThat(three.start()).isEqualTo(1);
        assertThat(three.backlog()).containsExactly("m2", "m3");
    }

    @Test
    void whereNoPlainDeviceIsKeptItStartsLikeANewDevice() {
        Connection phone = alice.connects("phone");
        alice.connects("slow");
        alice.isPushed("m1", "m2");
        phone.acks(1);

        assertThat(alice.plain("chat").connects().backlog()).containsExactly("m2");
    }

    @Test
    void routesDoNotMix() {
        Connection chat = alice.plain("chat").connects();
        Connection inner = alice.plain("chat:x").connects();
        chat.closes();

        assertThat(inner.device()).isEqualTo("plain:chat:x:1");
        assertThat(alice.plain("chat").connects().device()).isEqualTo(chat.device());
    }

    @Test
    void eachMessageReachesAtLeastOneConnectionOfTheRoute() {
        alice.plain("chat").keptFor(Duration.ofSeconds(60)).connects().closes();
        alice.later(Duration.ofSeconds(59)).isPushed("m1");

        assertThat(alice.plain("chat").connects().backlog()).containsExactly("m1");
    }

    @Test
    void aRepeatedPlainAttachMakesNoSecondDevice() {
        Connection tab = alice.plain("chat").connects();

        AttachOutcome again = alice.does(tab.command());

        assertThat(((AttachOutcome.Attached) again).device()).isEqualTo(tab.device());
        assertThat(alice.devices()).containsExactly("plain:chat:1");
    }
}
