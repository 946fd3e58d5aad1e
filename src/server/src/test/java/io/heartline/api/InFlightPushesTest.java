package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.PushResult;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InFlightPushesTest {
    private final InFlightPushes underWay = new InFlightPushes(8);
    private final List<Promise<PushResult>> pushes = new ArrayList<>();

    private void push() {
        Promise<PushResult> push = Promise.promise();
        pushes.add(push);
        underWay.add(push.future());
    }

    @Test
    void moreThanItsMostAreRefusedUntilOneIsAnswered() {
        for (int i = 0; i < 8; i++) {
            assertThat(underWay.refusal()).isNull();
            push();
        }
        Problem refusal = Objects.requireNonNull(underWay.refusal());
        assertThat(refusal.code().status()).isEqualTo(503);
        assertThat(refusal.retryAfter()).isNotNull();

        pushes.get(3).complete(new PushResult.Offline());
        assertThat(underWay.refusal()).isNull();
        pushes.get(4).fail("lost");
        push();
        assertThat(underWay.refusal()).isNull();
        push();
        assertThat(underWay.refusal()).isNotNull();
    }

    @Test
    void batchesShareHalfOfItAndEachGetsOn() {
        Promise<Void> first = Promise.promise();
        underWay.addBatch(first.future());
        assertThat(underWay.share(3)).isEqualTo(3);
        assertThat(underWay.share(256)).isEqualTo(4);
        for (int i = 0; i < 9; i++) {
            underWay.addBatch(Promise.promise().future());
        }
        assertThat(underWay.share(256)).isEqualTo(1);
        assertThat(underWay.share(1)).isEqualTo(1);
    }

    @Test
    void aBatchThatIsOverLeavesItsShareToTheOthers() {
        Promise<Void> first = Promise.promise();
        underWay.addBatch(first.future());
        underWay.addBatch(Promise.promise().future());
        assertThat(underWay.share(256)).isEqualTo(2);
        first.complete();
        assertThat(underWay.share(256)).isEqualTo(4);
    }
}
