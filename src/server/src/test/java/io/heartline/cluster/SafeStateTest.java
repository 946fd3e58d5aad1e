package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SafeStateTest {
    private final Membership membership = new Membership(() -> List.of("one", "two"), nodes -> true);
    private Vertx vertx;

    @BeforeEach
    void use(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    void itIsSafeWhereEveryNodeSaysSoOfItsOwn() {
        SafeState one = node("one", () -> true);
        node("two", () -> true);

        assertThat(one.last()).isFalse();
        assertThat(TestNodes.await(one.get())).isTrue();
        assertThat(one.last()).isTrue();
    }

    @Test
    void itIsNotWhereOneNodeLacksCopies() {
        SafeState one = node("one", () -> true);
        SafeState two = node("two", () -> false);

        assertThat(TestNodes.await(Future.all(one.get(), two.get())).<Boolean>list())
                .containsExactly(false, false);
    }

    @Test
    void itIsNotWhereANodeCannotBeAskedOrCannotTell() {
        SafeState one = node("one", () -> true);
        assertThat(TestNodes.await(one.get())).isFalse();

        SafeState other = node("two", () -> {
            throw new IllegalStateException("Hazelcast has ended");
        });
        assertThat(TestNodes.await(other.get())).isFalse();
    }

    @Test
    void aNodeThatWaitsForAnotherAnswersAllTheSame() {
        CountDownLatch hung = new CountDownLatch(1);
        SafeState one = node("one", () -> true);
        node("two", () -> awaited(hung));

        assertThat(TestNodes.await(one.get())).isFalse();
        hung.countDown();
    }

    private SafeState node(String name, BooleanSupplier ownAreCopied) {
        SafeState state = new SafeState(vertx, name, membership, InstantSource.system(), ownAreCopied);
        TestNodes.await(state.start());
        return state;
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException ended) {
            return false;
        }
    }
}
