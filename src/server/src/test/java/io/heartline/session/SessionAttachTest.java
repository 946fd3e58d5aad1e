package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.CloseCode;
import io.heartline.store.StoreException.Kind;
import io.heartline.user.Describe;
import io.heartline.user.Eviction.Cause;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** A session begins: the entry is attached, then the welcome. */
class SessionAttachTest extends SessionScene {
    @Test
    void theBacklogFollowsTheWelcome() {
        push();
        push();
        live();

        assertThat(transport.seqs()).containsExactly(1L, 2L);
        assertThat(transport.types()).containsExactly("welcome", "message", "message");
    }

    @Test
    void nothingIsWrittenBeforeTheWelcomeAndWhatWasSaidEarlyIsAnsweredAfterIt() {
        arrive();
        say("{\"t\":\"ping\"}");
        session.onTransient(Buffer.buffer("{}"));
        session.onHint(push(), null);
        assertThat(transport.written).isEmpty();

        bench.store.settle();

        assertThat(transport.types()).containsExactly("welcome", "message", "pong");
    }

    @Test
    void aSocketThatGoesWhileAttachingIsDetachedOnceTheAttachIsAnswered() {
        arrive();
        session.onClosed();
        bench.store.applyNext();
        assertThat(commands()).containsExactly("Attach");

        bench.store.answerNext();
        assertThat(commands()).containsExactly("Attach", "Detach");
        assertThat(isOver()).isFalse();

        bench.store.settle();
        assertThat(isOver()).isTrue();
        assertThat(bench.store.state.sessions()).isEmpty();
        assertThat(bench.outcomes).hasSize(2);
        assertThat(transport.written).isEmpty();
    }

    @Test
    void anAttachThatWasRefusedByTheStoreClosesAndLeavesNothingToDetach() {
        arrive();
        bench.store.failNext(Kind.UNAVAILABLE);
        bench.store.settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.UNAVAILABLE);
        assertThat(commands()).containsExactly("Attach");
        assertThat(isOver()).isTrue();
    }

    @Test
    void anAttachOfUnknownOutcomeIsDetachedInCaseItTookEffect() {
        arrive();
        bench.store.failNext(Kind.OUTCOME_UNKNOWN);
        bench.store.settle();

        assertThat(transport.closedWith).isEqualTo(CloseCode.UNAVAILABLE);
        assertThat(commands()).containsExactly("Attach", "Detach");
        assertThat(bench.store.state.sessions()).isEmpty();
    }

    @Test
    void anEvictionWhileAttachingClosesAtOnce() {
        arrive();
        session.onEvict(Cause.REPLACED);
        assertThat(transport.closedWith).isEqualTo(CloseCode.REPLACED);

        bench.store.settle();
        assertThat(commands()).containsExactly("Attach", "Detach");
    }

    @Test
    void thePositionItCameWithIsKept() {
        push();
        push();
        bench.store.apply(new Describe(bench.now));
        arrive(bench.connection("alice", "d", transport, Long.MAX_VALUE, new Position(bench.store.state.epoch(), 1)));
        bench.store.settle();

        JsonObject welcome = transport.next("welcome");
        assertThat(welcome.getBoolean("resumed")).isTrue();
        assertThat(welcome.getJsonObject("position").getLong("seq")).isEqualTo(1);
        assertThat(transport.seqs()).containsExactly(2L);
    }

    @Test
    void textsThatAPausedTransportHeldAreAnsweredAfterTheWelcome() {
        arrive();
        transport.onResume = () -> say("{\"t\":\"ping\"}");
        bench.store.settle();

        assertThat(transport.types()).containsExactly("welcome", "pong");
    }
}
