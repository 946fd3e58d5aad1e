package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.CloseCode;
import io.heartline.store.StoreException.Kind;
import io.heartline.user.Ack;
import io.heartline.user.Pull;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** Messages and acknowledgements, within the bounds of window and socket. */
class SessionFlowTest extends SessionScene {
    @Test
    void acknowledgementsAreGatheredAndOnlyOneCommandIsOut() {
        live();
        for (int i = 0; i < 5; i++) {
            deliver();
        }
        ack(1);
        ack(2);
        bench.flushAcks();
        ack(3);
        ack(5);
        bench.flushAcks();
        assertThat(bench.store.submitted(Ack.class)).extracting(Ack::seq).containsExactly(2L);

        bench.store.settle();
        settle();
        assertThat(bench.store.submitted(Ack.class)).extracting(Ack::seq).containsExactly(2L, 5L);
        assertThat(bench.store.state.mailbox().owed()).isZero();
    }

    @Test
    void anAcknowledgementOfWhatWasNotSentViolatesTheProtocol() {
        live();
        deliver();
        ack(1);
        ack(1);
        ack(0);
        assertThat(transport.closedWith).isNull();

        ack(2);
        assertThat(transport.closedWith).isEqualTo(CloseCode.PROTOCOL_VIOLATION);
    }

    @Test
    void noMoreBytesAreOutThanTheWindowHoldsButOneMessageAlwaysIs() {
        bench = new TestBench(TestConfig.window(100, 2_000));
        push('"' + "x".repeat(3_000) + '"');
        push('"' + "y".repeat(1_200) + '"');
        push('"' + "z".repeat(1_200) + '"');
        live();
        settle();
        assertThat(transport.seqs()).containsExactly(1L);
        int questions = bench.store.submitted(Pull.class).size();

        ack(1);
        settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L);
        ack(2);
        settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L, 3L);
        assertThat(bench.store.submitted(Pull.class).size() - questions).isLessThanOrEqualTo(4);
    }

    @Test
    void aLongBacklogComesPageByPageAndInOrder() {
        for (int i = 0; i < 500; i++) {
            push('"' + "x".repeat(1_000) + '"');
        }
        live();
        for (int i = 1; i <= 500; i++) {
            settle();
            ack(transport.seqs().size());
        }

        assertThat(transport.seqs()).isEqualTo(seqs(1, 500));
        assertThat(bench.store.submitted(Pull.class))
                .allSatisfy(pull -> assertThat(pull.limit().bytes()).isLessThanOrEqualTo(SendWindow.PAGE_BYTES));
    }

    @Test
    void nothingIsWrittenToAFullSocketAndAllOfItOnceThereIsRoom() {
        live();
        transport.full = true;
        deliver();
        deliver();
        session.onTransient(Buffer.buffer("{\"t\":\"message\"}"));
        settle();
        assertThat(transport.seqs()).isEmpty();
        assertThat(transport.types()).containsExactly("welcome");

        transport.full = false;
        session.onDrained();
        settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L);
    }

    @Test
    void aPullThatFailsIsRepeated() {
        live();
        push();
        session.onHint(push(), null);
        bench.store.failNext(Kind.UNAVAILABLE);
        bench.store.settle();
        assertThat(transport.seqs()).isEmpty();

        bench.pass(2_000);
        bench.store.settle();
        assertThat(transport.seqs()).containsExactly(1L, 2L);
    }

    @Test
    void aPullThatKeepsFailingClosesAsUnavailable() {
        live();
        session.onHint(push(), null);
        for (int i = 1; i <= Retries.TRIES; i++) {
            assertThat(transport.closedWith).isNull();
            bench.store.failNext(Kind.OUTCOME_UNKNOWN);
            bench.store.settle();
            say("{\"t\":\"pong\"}");
            bench.pass(8_000);
        }
        assertThat(transport.closedWith).isEqualTo(CloseCode.UNAVAILABLE);
    }
}
