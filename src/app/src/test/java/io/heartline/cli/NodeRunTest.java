package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.cluster.JoinWatch;
import io.heartline.node.HeartlineNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
}
