package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.cluster.JoinWatch;
import io.heartline.node.HeartlineNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ends of a run whose node has not started. */
class NodeRunTest {
    private final CompletableFuture<Void> told = new CompletableFuture<>();
    private final NodeRun run = new NodeRun(Duration.ofMinutes(30), told, new JoinWatch());

    @Test
    @Timeout(60)
    void aStartThatHasNotJoinedEndsAtOnceIfItIsToldTo() throws Exception {
        run.run(join -> {
            told.complete(null);
            return Promise.<HeartlineNode>promise().future();
        });
    }

    @Test
    @Timeout(60)
    void itEndsAlsoIfItWasToldBefore() throws Exception {
        told.complete(null);

        run.run(join -> Promise.<HeartlineNode>promise().future());
    }

    @Test
    void aFailureNamesItsReasons() {
        Exception failure = new IllegalStateException("not let in by 127.0.0.1:1", new IOException("Node failed"));

        assertThatThrownBy(() -> run.run(join -> Future.failedFuture(failure)))
                .isInstanceOf(IOException.class)
                .hasMessage("the node could not start: not let in by 127.0.0.1:1: Node failed");
    }

    @Test
    void aNodeHasTheGraceTimeToLeave() {
        NodeRun shortly = new NodeRun(Duration.ofMillis(50), told, new JoinWatch());

        assertThatThrownBy(() -> shortly.awaitLeft(new CompletableFuture<>(), () -> false))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    @Timeout(60)
    void aNodeThatHoldsTheOnlyCopiesHasAsLongAsItTakes() throws Exception {
        NodeRun shortly = new NodeRun(Duration.ofMillis(50), told, new JoinWatch());
        CompletableFuture<Void> left = new CompletableFuture<>();
        AtomicInteger looks = new AtomicInteger();

        shortly.awaitLeft(left, () -> {
            if (looks.incrementAndGet() == 5) {
                left.complete(null);
            }
            return true;
        });

        assertThat(looks).hasValue(5);
    }

    @Test
    @Timeout(60)
    void aNodeThatLostItsPlaceEndsTheRunWithTheReason() {
        assertThatThrownBy(() -> run.awaitTold(CompletableFuture.completedFuture(null)))
                .isInstanceOf(IOException.class)
                .hasMessage("the node lost its place in the cluster and ends; start it again");
    }

    @Test
    @Timeout(60)
    void aNodeThatIsToldToEndLeavesInOrder() throws Exception {
        told.complete(null);

        run.awaitTold(new CompletableFuture<>());
    }
}
