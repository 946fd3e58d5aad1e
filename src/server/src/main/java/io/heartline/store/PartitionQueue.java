package io.heartline.store;

import io.heartline.store.InFlightLimit.Group;
import io.heartline.store.StoreException.Kind;
import io.heartline.store.partition.BatchOutcomes;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of one store for one partition: those that wait, and at most one batch that is sent. The next batch takes all
 * that has gathered meanwhile. A batch is sent again, with the same commands, until it is answered. Later commands wait behind
 * it, which keeps their order. Owned by the event loop of its store.
 *
 * <pre>
 *         its turn         answered
 *   WAITING ──────► SENT ───────────────► EMPTY, or WAITING with what came meanwhile
 *                   ▲  │ ended otherwise,
 *       pause over  │  ▼ or given up
 *                  PAUSED ── all due ───► EMPTY or WAITING
 * </pre>
 *
 * <p>An attempt is given up if no answer came within {@link #GIVE_UP_MILLIS}; earlier if partitions have moved meanwhile,
 * because then it may wait for a replica on a lost member. An attempt that was given up can't be applied after a later one.
 * The owner works in the order in which attempts came, does not start one that is older than {@link #CALL_TIMEOUT_MILLIS}, and
 * refuses all once it no longer owns the partition. (An owner that was cut off may apply it on its own side of a split; the
 * merge settles that.)
 */
final class PartitionQueue {
    /** The greatest age of an attempt when its owner starts on it. */
    static final long CALL_TIMEOUT_MILLIS = 2_500;
    /** The timeout of an attempt: longer than the call timeout, because clocks differ and the owner's queue may be full. */
    static final long GIVE_UP_MILLIS = 3_500;
    /** The timeout of an attempt during which partitions have moved. */
    static final long DISTURBED_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(PartitionQueue.class);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 320;

    private final PartitionQueues queues;
    private final Function<CommandBatch, Future<BatchOutcomes>> sender;
    private final Queue<Pending<?>> waiting = new ArrayDeque<>();
    private final int partition;
    private @Nullable Group group; // in which the queue waits for its turn, or has it; null while it has nothing to do
    private @Nullable CommandBatch out;
    private boolean sent;
    private long sentAt;
    private long sentInto;
    private long attempt; // counts all attempts: an answer to an earlier one is no answer
    private long pause = FIRST_PAUSE_MILLIS;

    /**
     * @param sender makes one attempt; answers on the event loop
     */
    PartitionQueue(int partition, PartitionQueues queues, Function<CommandBatch, Future<BatchOutcomes>> sender) {
        this.partition = partition;
        this.queues = queues;
        this.sender = sender;
    }

    int partition() {
        return partition;
    }

    int size() {
        return waiting.size();
    }

    void add(Pending<?> pending) {
        waiting.add(pending);
        if (group == null) {
            group = queues.limit().enter(this);
        }
    }

    /** Sends what has gathered: it is this queue's turn. */
    void go() {
        out = CommandBatch.of(waiting, queues.limits());
        pause = FIRST_PAUSE_MILLIS;
        send(out);
    }

    /** Answers commands whose deadline has passed, and gives up an attempt that takes too long. Called every 100 ms. */
    void tick(long now) {
        Pending<?> first = waiting.peek();
        while (first != null && first.isDue(now)) {
            waiting.remove();
            first.fail(Kind.UNAVAILABLE, "The deadline passed before the command's turn came; it was not applied.");
            first = waiting.peek();
        }
        if (out != null) {
            out.expire(now, sent);
            if (sent && now - sentAt >= timeout()) {
                again(out, AttemptResult.IN_DOUBT);
            }
        }
    }

    private long timeout() {
        return queues.placement() == sentInto ? GIVE_UP_MILLIS : DISTURBED_MILLIS;
    }

    private void send(CommandBatch batch) {
        batch.dropAnswered();
        if (batch.isEmpty()) {
            proceed();
            return;
        }
        sent = true;
        sentAt = queues.now();
        sentInto = queues.placement();
        long mine = ++attempt;
        queues.onSent(batch);
        sender.apply(batch).onComplete(answer -> {
            if (sent && mine == attempt) {
                onAnswer(batch, answer);
            }
        });
    }

    private void onAnswer(CommandBatch batch, AsyncResult<BatchOutcomes> answer) {
        if (answer.succeeded()) {
            sent = false;
            batch.answer(answer.result());
            queues.onAnswered(queues.now() - sentAt);
            proceed();
            return;
        }
        AttemptResult result = AttemptResult.of(answer.cause(), queues.isRunning());
        LOG.debug("An attempt of {} commands ended {}: {}", batch.size(), result, String.valueOf(answer.cause()));
        if (result == AttemptResult.STOPPED) {
            batch.doubt(); // it was out when the member stopped
            end(batch, "This node has stopped");
        } else if (result == AttemptResult.NO_QUORUM && !batch.isInDoubt()) {
            end(batch, "Too few nodes are in sight");
        } else {
            again(batch, result);
        }
    }

    private void end(CommandBatch batch, String why) {
        sent = false;
        batch.fail(why);
        proceed();
    }

    private void again(CommandBatch batch, AttemptResult result) {
        sent = false;
        if (result == AttemptResult.IN_DOUBT) {
            batch.doubt();
        }
        queues.onRetry(result);
        queues.after(pause, () -> send(batch));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    /** Ends its turn, and waits for the next one if there is more to do. */
    private void proceed() {
        out = null;
        queues.limit().leave(Objects.requireNonNull(group));
        group = waiting.isEmpty() ? null : queues.limit().enter(this);
    }
}
