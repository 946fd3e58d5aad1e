package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that the codec of hints knows every kind of hint. A new kind must be added here, and then to the codec. */
class EveryHintTest {
    private static final Buffer FRAME = Buffer.buffer("{}");
    private static final List<Hint> HINTS = List.of(
            new Hint.Message("alice", "s-1", new Position("1z", 7), new Encoded(1, FRAME)),
            new Hint.Transient("alice", "s-1", FRAME),
            new Hint.Evict("alice", "s-1", Eviction.Cause.REPLACED),
            new Hint.Settled("alice", "m-1"));

    @Test
    void everyHintIsReadAsItself() {
        assertThat(HINTS).extracting(hint -> (Object) hint.getClass()).containsExactlyInAnyOrder((Object[])
                Hint.class.getPermittedSubclasses());

        for (Hint hint : HINTS) {
            assertThat(HintCodecProperties.read(HintCodecProperties.batch(List.of(hint), 1)))
                    .containsExactly(hint);
        }
    }
}
