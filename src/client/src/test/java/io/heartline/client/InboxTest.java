package io.heartline.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.Inbox.Arrival;
import io.heartline.client.Inbox.Push;
import io.heartline.client.Inbox.Reset;
import io.heartline.protocol.WirePosition;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox(new Progress("d", 5, null, Map.of()), 3);

    @Test
    void whatIsFinishedMayBeAcknowledgedUpToWhatIsSaved() {
        welcome("e", 0, false);
        take("e", 1, "a");
        take("e", 2, "b");
        finishNext();
        finishNext();

        assertThat(inbox.ackable(new WirePosition("e", 1))).isEqualTo(1);
        assertThat(inbox.ackable(inbox.position())).isEqualTo(2);
        inbox.acked(2);
        assertThat(inbox.ackable(inbox.position())).isEqualTo(Inbox.NOTHING);
    }

    @Test
    void theEpochMayBeLeftOutWhereItIsTheOneBefore() {
        welcome("e", 0, false);
        take("", 1, "a");
        finishNext();

        assertThat(inbox.position()).isEqualTo(new WirePosition("e", 1));
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
        assertThat(((Push) inbox.next()).message().id()).isEqualTo("b");
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

        assertThat(inbox.next()).isEqualTo(new Reset(new WirePosition("f", 0)));
        inbox.finished();
        assertThat(((Push) inbox.next()).repeated()).isTrue();
        inbox.finished();
        assertThat(((Push) inbox.next()).repeated()).isFalse();
        inbox.finished();
        // Within the new epoch it is a push of its own.
        assertThat(((Push) inbox.next()).repeated()).isFalse();
    }

    @Test
    void theMemoryOfIdsIsBounded() {
        welcome("e", 0, false);
        for (int seq = 1; seq <= 5; seq++) {
            take("e", seq, "m" + seq);
            finishNext();
        }

        assertThat(inbox.progress().ids()).containsOnlyKeys("m3", "m4", "m5");
    }

    @Test
    void aFirstWelcomeIsNoReset() {
        welcome("e", 7, false);

        assertThat(inbox.next()).isNull();
        assertThat(inbox.position()).isEqualTo(new WirePosition("e", 7));
    }

    @Test
    void untilAResetIsFinishedThePositionIsTheOldOne() {
        welcome("e", 7, false);
        inbox.onDisconnected();
        welcome("f", 3, false);

        assertThat(inbox.position()).isEqualTo(new WirePosition("e", 7));
        finishNext();
        assertThat(inbox.position()).isEqualTo(new WirePosition("f", 3));
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
        inbox.onWelcome(new WirePosition(epoch, seq), resumed, 4);
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
