package io.heartline.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.Message;
import io.heartline.client.Position;
import io.heartline.client.SavedPosition;
import io.heartline.client.internal.Inbox.Arrival;
import io.heartline.client.internal.Inbox.Delivery;
import io.heartline.client.internal.Inbox.Reset;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox(new SavedPosition("d", 5, null, Map.of(), false), 3);

    @Test
    void whatIsFinishedMayBeAcknowledgedUpToWhatIsSaved() {
        welcome("e", 0, false);
        take("e", 1, "a");
        take("e", 2, "b");
        finishNext();
        finishNext();

        assertThat(inbox.ackable(new Position("e", 1))).isEqualTo(1);
        assertThat(inbox.ackable(inbox.position())).isEqualTo(2);
        inbox.acked(2);
        assertThat(inbox.ackable(inbox.position())).isEqualTo(Inbox.NOTHING);
    }

    @Test
    void theEpochMayBeLeftOutWhereItIsTheOneBefore() {
        welcome("e", 0, false);
        take("", 1, "a");
        finishNext();

        assertThat(inbox.position()).isEqualTo(new Position("e", 1));
    }

    @Test
    void whatWaitedWhenTheConnectionWentComesAgainOnce() {
        welcome("e", 0, false);
        take("e", 1, "a");
        take("e", 2, "b");
        inbox.next();
        inbox.onDisconnected();
        welcome("e", 0, true);

        assertThat(arrival("e", 1, "a")).isEqualTo(Arrival.REPEATED);
        assertThat(arrival("e", 2, "b")).isEqualTo(Arrival.TAKEN);
        inbox.finished();
        assertThat(((Delivery) inbox.next()).message().id()).isEqualTo("b");
    }

    @Test
    void whatIsFinishedIsAcknowledgedOnlyOnceThisConnectionHasCarriedIt() {
        welcome("e", 0, false);
        take("e", 1, "a");
        inbox.next();
        inbox.onDisconnected();
        welcome("e", 0, true);
        inbox.finished();

        assertThat(inbox.ackable(inbox.position())).isEqualTo(Inbox.NOTHING);
        arrival("e", 1, "a");
        assertThat(inbox.ackable(inbox.position())).isEqualTo(1);
    }

    @Test
    void underANewEpochAnIdIsKnownAgain() {
        welcome("e", 0, false);
        take("e", 1, "a");
        finishNext();
        inbox.onDisconnected();
        welcome("f", 0, false);
        take("f", 1, "a");
        take("f", 2, "b");
        take("f", 3, "a");

        assertThat(inbox.next()).isEqualTo(new Reset(new Position("f", 0)));
        inbox.finished();
        assertThat(((Delivery) inbox.next()).repeated()).isTrue();
        inbox.finished();
        assertThat(((Delivery) inbox.next()).repeated()).isFalse();
        inbox.finished();
        // Within the new epoch it is a push of its own.
        assertThat(((Delivery) inbox.next()).repeated()).isFalse();
    }

    @Test
    void theMemoryOfIdsIsBounded() {
        welcome("e", 0, false);
        for (int seq = 1; seq <= 5; seq++) {
            take("e", seq, "m" + seq);
            finishNext();
        }

        assertThat(inbox.record().ids()).containsOnlyKeys("m3", "m4", "m5");
    }

    @Test
    void aFirstWelcomeIsNoReset() {
        welcome("e", 7, false);

        assertThat(inbox.next()).isNull();
        assertThat(inbox.position()).isEqualTo(new Position("e", 7));
    }

    @Test
    void untilAResetIsFinishedThePositionIsTheOldOne() {
        welcome("e", 7, false);
        inbox.onDisconnected();
        welcome("f", 3, false);

        assertThat(inbox.position()).isEqualTo(new Position("e", 7));
        finishNext();
        assertThat(inbox.position()).isEqualTo(new Position("f", 3));
    }

    @Test
    void aResetThatIsNotFinishedComesAgainWhateverTheServerSays() {
        welcome("e", 7, false);
        inbox.onDisconnected();
        welcome("f", 3, false);
        inbox.onDisconnected();
        welcome("f", 5, true);

        assertThat(inbox.record().resetPending()).isTrue();
        assertThat(inbox.position()).isEqualTo(new Position("e", 7));
        assertThat(inbox.next()).isEqualTo(new Reset(new Position("f", 5)));
        inbox.finished();
        assertThat(inbox.record().resetPending()).isFalse();
        assertThat(inbox.position()).isEqualTo(new Position("f", 5));
    }

    @Test
    void ofTwoResetsOnlyTheNewestMovesThePosition() {
        welcome("e", 7, false);
        inbox.onDisconnected();
        welcome("f", 3, false);
        inbox.next();
        inbox.onDisconnected();
        welcome("f", 3, true);
        inbox.finished();

        assertThat(inbox.position()).isEqualTo(new Position("e", 7));
        assertThat(inbox.record().resetPending()).isTrue();
        finishNext();
        assertThat(inbox.position()).isEqualTo(new Position("f", 3));
        assertThat(inbox.record().resetPending()).isFalse();
    }

    @Test
    void theNextRunOfTheProgramRemembersAReset() {
        Inbox next = new Inbox(new SavedPosition("d", 5, new Position("e", 7), Map.of(), true), 3);
        next.onWelcome(new Position("f", 0), true, 4);

        assertThat(next.next()).isEqualTo(new Reset(new Position("f", 0)));
    }

    @Test
    void moreThanTheWindowIsTooMany() {
        welcome("e", 0, false);
        for (int seq = 1; seq <= 5; seq++) {
            take("e", seq, "m" + seq);
        }

        assertThat(arrival("e", 6, "m6")).isEqualTo(Arrival.TOO_MANY);
    }

    @Test
    void anAttemptIsTheTimeOrTheLastOneAndOne() {
        assertThat(inbox.nextAttempt(100)).isEqualTo(100);
        assertThat(inbox.nextAttempt(100)).isEqualTo(101);
        assertThat(inbox.nextAttempt(50)).isEqualTo(102);
    }

    private void welcome(String epoch, long seq, boolean resumed) {
        inbox.onWelcome(new Position(epoch, seq), resumed, 4);
    }

    private Arrival arrival(String epoch, long seq, String id) {
        return inbox.onMessage(new Message(epoch, seq, id, 0, Buffer.buffer("1")));
    }

    private void take(String epoch, long seq, String id) {
        assertThat(arrival(epoch, seq, id)).isEqualTo(Arrival.TAKEN);
    }

    private void finishNext() {
        assertThat(inbox.next()).isNotNull();
        inbox.finished();
    }
}
