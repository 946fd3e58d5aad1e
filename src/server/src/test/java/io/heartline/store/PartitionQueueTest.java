package io.heartline.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.IndeterminateOperationStateException;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.spi.exception.PartitionMigratingException;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionException;
import io.heartline.store.codec.CommandFailure;
import io.heartline.store.partition.BatchOutcomes;
import io.heartline.user.Describe;
import io.heartline.user.UserCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Guarantees of a queue, without a cluster. The test ends the attempts and moves the clock. */
class PartitionQueueTest {
    private final HandTurned loop = new HandTurned();
    private final List<Attempt> attempts = new ArrayList<>();
    private boolean running = true;
    private long placement;
    private StoreConfig config = config(new StoreConfig.Limits(3, 1_000_000, 2, 5, 1_000_000));
    private PartitionQueues queues = queues();

    @Test
    void commandsOfOneTurnGoOutTogether() {
        Future<?> first = submit("a");
        Future<?> second = submit("b");
        assertThat(attempts).isEmpty();

        loop.turn();
        succeed(0);

        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).names()).containsExactly("a", "b");
        assertThat(first.result()).isEqualTo("answer to a");
        assertThat(second.result()).isEqualTo("answer to b");
    }

    @Test
    void oneBatchIsOutAtATimeAndTheNextTakesAllThatGathered() {
        submit("a");
        loop.turn();
        submit("b");
        submit("c");
        loop.turn();
        assertThat(attempts).hasSize(1);

        succeed(0);
        loop.turn();

        assertThat(attempts.get(1).names()).containsExactly("b", "c");
    }

    @Test
    void aBatchIsBoundedInCommands() {
        List.of("a", "b", "c", "d").forEach(this::submit);
        loop.turn();
        succeed(0);

        assertThat(attempts.get(0).names()).containsExactly("a", "b", "c");
        assertThat(attempts.get(1).names()).containsExactly("d");
    }

    @Test
    void aBatchIsBoundedInBytesButTakesOneCommandAnyway() {
        config = config(new StoreConfig.Limits(100, 2_100, 2, 100, 1_000_000));
        queues = queues();
        List.of("a", "b", "c").forEach(this::submit);
        submitCommand(Commands.push("x".repeat(128)));
        loop.turn();
        succeed(0);
        succeed(1);

        assertThat(attempts).extracting(attempt -> attempt.batch.size()).containsExactly(2, 1, 1);
    }

    @Test
    void theSameCommandsGoOutAgainBeforeLaterOnes() {
        submit("a");
        submit("b");
        loop.turn();
        submit("c");
        attempts.get(0).fail(new IndeterminateOperationStateException("no copy"));
        loop.pass(Duration.ofMillis(50));

        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).batch).isEqualTo(attempts.get(0).batch);
        succeed(1);
        assertThat(attempts.get(2).names()).containsExactly("c");
    }

    @Test
    void theDeadlineIsKeptWhileAnAttemptHangs() {
        Future<?> out = submit("a");
        loop.turn();
        Future<?> queued = submit("b");

        loop.pass(Duration.ofMillis(2_100));

        assertThat(kindOf(out)).isEqualTo(StoreException.Kind.OUTCOME_UNKNOWN);
        assertThat(kindOf(queued)).isEqualTo(StoreException.Kind.UNAVAILABLE);
    }

    @Test
    void nothingGoesOutWhileAnAttemptMayStillBeApplied() {
        submit("a");
        loop.turn();
        loop.pass(Duration.ofMillis(2_100));
        Future<?> later = submit("b");
        loop.turn();
        assertThat(attempts).hasSize(1);

        loop.pass(Duration.ofMillis(1_500)); // the attempt is given up

        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).names()).containsExactly("b");
        succeed(1);
        assertThat(later.result()).isEqualTo("answer to b");
    }

    @Test
    void anAttemptIsRepeatedSoonWherePartitionsHaveMovedMeanwhile() {
        submit("a");
        loop.turn();
        loop.pass(Duration.ofSeconds(1));
        assertThat(attempts).hasSize(1);

        placement++;
        loop.pass(Duration.ofMillis(200));
        assertThat(attempts).hasSize(2);
        loop.pass(Duration.ofMillis(700));
        assertThat(attempts).as("nothing has moved since").hasSize(2);
    }

    @Test
    void anAnswerToAnAttemptThatWasGivenUpIsNoAnswer() {
        config = new StoreConfig(1, Duration.ofSeconds(8), config.limits());
        queues = queues();
        Future<?> answer = submit("a");
        loop.turn();
        loop.pass(Duration.ofMillis(3_700));
        assertThat(attempts).hasSize(2);

        succeed(0);
        assertThat(answer.isComplete()).isFalse();
        succeed(1);
        assertThat(answer.result()).isEqualTo("answer to a");
    }

    @Test
    void whatWasOnlyEverRefusedIsUnavailableAtItsDeadline() {
        Future<?> answer = submit("a");
        refuseAll(new PartitionMigratingException("migrating"), Duration.ofMillis(2_200));

        assertThat(attempts).hasSizeGreaterThan(3);
        assertThat(kindOf(answer)).isEqualTo(StoreException.Kind.UNAVAILABLE);
    }

    @Test
    void whatMayHaveBeenAppliedOnceIsUnknownAtItsDeadlineWhateverFollowed() {
        Future<?> answer = submit("a");
        loop.turn();
        attempts.get(0).fail(new IndeterminateOperationStateException("no copy"));
        refuseAll(new SplitBrainProtectionException("alone"), Duration.ofMillis(2_200));

        assertThat(kindOf(answer)).isEqualTo(StoreException.Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void withoutQuorumTheAnswerComesAtOnce() {
        Future<?> answer = submit("a");
        loop.turn();
        Future<?> next = submit("b");
        attempts.get(0).fail(new SplitBrainProtectionException("alone"));
        loop.turn();

        assertThat(kindOf(answer)).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(attempts.get(1).names()).containsExactly("b");
        succeed(1);
        assertThat(next.succeeded()).isTrue();
    }

    @Test
    void whenTheMemberStopsWhatWasOutIsUnknown() {
        Future<?> answer = submit("a");
        loop.turn();
        running = false;
        attempts.get(0).fail(new IllegalStateException("stopped"));

        assertThat(kindOf(answer)).isEqualTo(StoreException.Kind.OUTCOME_UNKNOWN);
    }

    @Test
    void aPartitionThatHangsHoldsUpNoOther() {
        submit(0, "a");
        loop.turn();
        submit(0, "b");
        submit(1, "c");
        loop.turn();

        assertThat(attempts).extracting(Attempt::names).containsExactly(List.of("a"), List.of("c"));
    }

    @Test
    void soManyBatchesAreOutToTheSameNodesAndTheOthersGatherMeanwhile() {
        submit(0, "a");
        submit(1, "b");
        submit(2, "c");
        loop.turn();
        submit(2, "d");
        loop.turn();
        assertThat(attempts).extracting(Attempt::names).containsExactly(List.of("a"), List.of("b"));

        succeed(0);

        assertThat(attempts.get(2).names()).containsExactly("c", "d");
    }

    @Test
    void nodesThatHangHoldUpNoPartitionOfOthers() {
        submit(0, "a");
        submit(1, "b");
        loop.turn();
        submit(3, "c");
        submit(7, "d");
        loop.turn();

        assertThat(attempts).hasSize(3);
        assertThat(attempts.get(2).names()).containsExactly("d");
    }

    @Test
    void aFullQueueRefusesAndHasRoomAgainOnceAnswered() {
        List.of("a", "b", "c", "d", "e").forEach(this::submit);
        Future<?> refused = submit("f");
        assertThat(kindOf(refused)).isEqualTo(StoreException.Kind.UNAVAILABLE);

        loop.turn();
        succeed(0);
        assertThat(submit("g").isComplete()).isFalse();
    }

    @Test
    void theBytesThatWaitAreBounded() {
        config = config(new StoreConfig.Limits(100, 1_000_000, 2, 100, 2_100));
        queues = queues();
        submit("a");
        submit("b");
        assertThat(kindOf(submit("c"))).isEqualTo(StoreException.Kind.UNAVAILABLE);
    }

    @Test
    void aCommandThatBreaksDownFailsAlone() {
        Future<?> broken = submit("a");
        Future<?> whole = submit("b");
        loop.turn();
        attempts.get(0).answer.complete(new BatchOutcomes(new CommandFailure("broke down"), "fine"));

        assertThat(kindOf(broken)).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(whole.result()).isEqualTo("fine");
    }

    private static StoreConfig config(StoreConfig.Limits limits) {
        return new StoreConfig(1, Duration.ofSeconds(2), limits);
    }

    private PartitionQueues queues() {
        StoreContext here = new StoreContext(loop, new SimpleMeterRegistry(), () -> true);
        return new PartitionQueues(
                new PartitionQueues.QueueContext(loop, config, here),
                new PartitionQueues.Partitions(10, partition -> partition / 5, () -> placement, () -> running),
                (partition, batch) -> {
                    Attempt attempt = new Attempt(List.of(batch.commands()), Promise.promise());
                    attempts.add(attempt);
                    return attempt.answer.future();
                });
    }

    private void refuseAll(Throwable why, Duration during) {
        for (long passed = 0; passed < during.toMillis(); passed += 10) {
            loop.pass(Duration.ofMillis(10));
            Attempt last = attempts.get(attempts.size() - 1);
            last.answer.tryFail(why);
        }
    }

    /** Answers the attempt, and runs the tasks that follow. */
    private void succeed(int attempt) {
        attempts.get(attempt).succeed();
        loop.turn();
    }

    private Future<?> submit(String name) {
        return submit(0, name);
    }

    private Future<?> submit(int partition, String name) {
        return queues.submit(partition, new HeapData(), new Describe(name.charAt(0)));
    }

    private Future<?> submitCommand(UserCommand<?> command) {
        return queues.submit(0, new HeapData(), command);
    }

    private static StoreException.Kind kindOf(Future<?> answer) {
        assertThat(answer.failed()).as("failed").isTrue();
        return ((StoreException) answer.cause()).kind();
    }

    /** An attempt that the test ends. */
    private record Attempt(List<UserCommand<?>> batch, Promise<BatchOutcomes> answer) {
        List<String> names() {
            return batch.stream().map(Attempt::name).toList();
        }

        void succeed() {
            answer.complete(new BatchOutcomes(
                    names().stream().map(name -> "answer to " + name).toArray()));
        }

        void fail(Throwable why) {
            answer.fail(why);
        }

        private static String name(UserCommand<?> command) {
            return String.valueOf((char) command.now());
        }
    }

    /** An event loop whose turns and clock the test controls. */
    private static final class HandTurned implements Loop, InstantSource {
        private record Task(long at, Runnable work) {}

        private final List<Task> tasks = new ArrayList<>();
        private long now = Commands.NOW;

        @Override
        public void soon(Runnable task) {
            tasks.add(new Task(now, task));
        }

        @Override
        public void after(long millis, Runnable task) {
            tasks.add(new Task(now + millis, task));
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(now);
        }

        void turn() {
            Predicate<Task> due = task -> task.at <= now;
            List<Task> turn = tasks.stream().filter(due).toList();
            tasks.removeAll(turn);
            turn.forEach(task -> task.work.run());
        }

        void pass(Duration time) {
            for (long end = now + time.toMillis(); now < end; now += 10) {
                turn();
            }
            turn();
        }
    }
}
