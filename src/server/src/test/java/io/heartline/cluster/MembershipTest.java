package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MembershipTest {
    private final AtomicReference<List<String>> inSight = new AtomicReference<>(List.of("b", "a"));
    private final Membership membership = new Membership(inSight::get, nodes -> nodes >= 2);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void theOldestComesFirst() {
        assertThat(membership.nodes()).containsExactly("b", "a");
        assertThat(membership.oldest()).isEqualTo("b");
        assertThat(membership.contains("a")).isTrue();
        assertThat(membership.contains("c")).isFalse();
    }

    @Test
    void aQuorumIsAsManyNodesAsAreAskedFor() {
        assertThat(membership.hasQuorum()).isTrue();

        inSight.set(List.of("a"));
        membership.refresh();

        assertThat(membership.hasQuorum()).isFalse();
    }

    /** Its former side had a quorum, and the other side is not in sight yet. */
    @Test
    void whileThisSideMergesItsQuorumIsWhatItWas() {
        membership.merging();
        inSight.set(List.of("a"));
        membership.refresh();

        assertThat(membership.hasQuorum()).isTrue();
        membership.merged();
        assertThat(membership.hasQuorum()).isFalse();
    }

    @Test
    void theSetCanNotBeChangedByItsReaders() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> membership.nodes().add("c"));
    }

    @Test
    void whatIsDifferentIsToldOnceOnTheListenersContext(Vertx vertx) throws Exception {
        Context context = vertx.getOrCreateContext();
        membership.listen(context, listener(context));

        inSight.set(List.of("a", "c"));
        membership.refresh();
        membership.refresh();
        membership.merged();

        assertThat(List.of(next(), next(), next())).containsExactly("left b", "joined c", "merged");
        assertThat(membership.oldest()).isEqualTo("a");
    }

    @Test
    void whileThisSideMergesNothingIsTold(Vertx vertx) throws Exception {
        Context context = vertx.getOrCreateContext();
        membership.listen(context, listener(context));

        membership.merging();
        inSight.set(List.of("a"));
        membership.refresh();
        inSight.set(List.of("c", "a", "b"));
        membership.merged();

        assertThat(List.of(next(), next())).containsExactly("joined c", "merged");
    }

    @Test
    void whoListensNoMoreIsToldNothing(Vertx vertx) throws Exception {
        Context context = vertx.getOrCreateContext();
        MembershipListener former = listener(context);
        membership.listen(context, former);
        membership.unlisten(former);
        membership.listen(context, listener(context));

        membership.merged();

        assertThat(next()).isEqualTo("merged");
        assertThat(told).isEmpty();
    }

    private String next() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    private MembershipListener listener(Context context) {
        return new MembershipListener() {
            @Override
            public void onJoined(String node) {
                tell("joined " + node);
            }

            @Override
            public void onLeft(String node) {
                tell("left " + node);
            }

            @Override
            public void onMerged() {
                tell("merged");
            }

            private void tell(String what) {
                told.add(Vertx.currentContext() == context ? what : what + " on another context");
            }
        };
    }
}
