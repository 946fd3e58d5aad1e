package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Notices of acknowledged messages and of presence changes, and their receivers. */
class DeliveryWatchTest {
    private final User alice = user();
    private final Connection phone = alice.connects("phone");
    private final Connection laptop = alice.connects("laptop");

    @Test
    void anAcknowledgementListsTheWatchedMessagesItCovers() {
        alice.pushing("m1").withReceipt().isStored();
        alice.isPushed("m2");
        alice.pushing("m3").awaitedAt("gateway").isStored();
        alice.pushing("m4").withReceipt().isStored();

        assertThat(phone.acks(3).settled())
                .containsExactly(
                        new MilestoneReached(1, "m1", DeliveryWatch.RECEIPT, true),
                        new MilestoneReached(3, "m3", new DeliveryWatch("gateway", false), true));
        assertThat(phone.acks(4).settled()).containsExactly(new MilestoneReached(4, "m4", DeliveryWatch.RECEIPT, true));
    }

    @Test
    void eachDevicesAcknowledgementIsListedAndTheFirstIsSaidToBe() {
        alice.pushing("m1").withReceipt().isStored();

        assertThat(laptop.acks(1).settled())
                .containsExactly(new MilestoneReached(1, "m1", DeliveryWatch.RECEIPT, true));
        assertThat(phone.acks(1).settled())
                .containsExactly(new MilestoneReached(1, "m1", DeliveryWatch.RECEIPT, false));
    }

    @Test
    void aRepeatedPushThatWaitsTakesNoReceiptBack() {
        alice.pushing("m1").withReceipt().isStored();
        alice.pushing("m1").awaitedAt("gateway").isStored();

        assertThat(phone.acks(1).settled())
                .containsExactly(new MilestoneReached(1, "m1", new DeliveryWatch("gateway", true), true));
    }

    @Test
    void anAcknowledgementIsListedOnce() {
        alice.pushing("m1").withReceipt().isStored();
        phone.acks(1);

        assertThat(phone.acks(1).settled()).isEmpty();
    }

    @Test
    void aPositionThatAConnectionComesWithIsListedToo() {
        alice.pushing("m1").withReceipt().isStored();
        phone.closes();

        Connection back = alice.device("phone").havingFinished(1).connects();

        assertThat(back.welcome().settled())
                .containsExactly(new MilestoneReached(1, "m1", DeliveryWatch.RECEIPT, true));
    }

    @Test
    void aDeviceNoLongerKeptAcknowledgesOnlyWhatNobodyHas() {
        alice.pushing("m1").withReceipt().isStored();
        alice.pushing("m2").withReceipt().isStored();
        laptop.acks(1);

        Connection old = alice.device("tablet").havingFinished(2).connects();

        assertThat(old.welcome().settled()).extracting(MilestoneReached::id).containsExactly("m2");
    }

    @Test
    void whoeverRepeatsAPushWaitsBesideWhoWaitedBefore() {
        alice.pushing("m1").awaitedAt("gateway-1").isStored();
        alice.pushing("m1").awaitedAt("gateway-2").isStored();
        alice.pushing("m1").awaitedAt("gateway-1").isStored();
        alice.pushing("m1").isStored();

        assertThat(phone.acks(1).settled())
                .extracting(MilestoneReached::watch)
                .containsExactly(new DeliveryWatch(List.of("gateway-1", "gateway-2"), false));
    }

    @Test
    void onlySoManyGatewaysWaitForOneMessage() {
        for (int i = 0; i <= DeliveryWatch.MOST_WAITERS; i++) {
            alice.pushing("m1").awaitedAt("gateway-" + i).isStored();
        }

        List<String> waiters = phone.acks(1).settled().get(0).watch().waiters();
        assertThat(waiters).hasSize(DeliveryWatch.MOST_WAITERS).doesNotContain("gateway-0");
    }

    @Test
    void aRepeatedPushOfAnAcknowledgedMessageSaysSoAtOnce() {
        alice.pushing("m1").awaitedAt("gateway").isStored();
        phone.acks(1);

        assertThat(alice.pushing("m1").awaitedAt("gateway").isStored().acked()).isTrue();
        laptop.acks(1);
        assertThat(alice.pushing("m1").awaitedAt("gateway").isStored().acked()).isTrue();
    }

    @Test
    void presenceTellsWhoCameAndWhetherAnybodyIsLeft() {
        PresenceChange went = phone.closes().get(0);
        PresenceChange last = laptop.saysBye().get(0);
        PresenceChange came = alice.connects("tablet").welcome().presence().get(0);

        assertThat(List.of(went.device(), last.device(), came.device())).containsExactly("phone", "laptop", "tablet");
        assertThat(List.of(went.came(), last.came(), came.came())).containsExactly(false, false, true);
        assertThat(List.of(went.online(), last.online(), came.online())).containsExactly(true, false, true);
    }

    @Test
    void presenceIsNumberedByTheTimeOrOneMoreThanTheLast() {
        long last = alice.state.presence();
        assertThat(last).isEqualTo(alice.now + 1);
        alice.now -= 5_000;

        assertThat(phone.closes()).extracting(PresenceChange::n).containsExactly(last + 1);
        alice.now += 60_000;
        assertThat(laptop.closes()).extracting(PresenceChange::n).containsExactly(alice.now);
    }

    @Test
    void aReplacedSessionGoesAndTheNewOneComes() {
        Connection newer = alice.connects("phone");

        assertThat(newer.welcome().presence())
                .extracting(change -> change.session().id() + " " + change.came() + " " + change.online())
                .containsExactly(phone.id() + " false true", newer.id() + " true true");
    }
}
