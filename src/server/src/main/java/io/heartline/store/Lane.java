package io.heartline.store;

import io.heartline.store.StoreException.Kind;
import io.heartline.store.Windows.Window;
import io.heartline.store.partition.Outcomes;
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
 * The commands of one store for one partition: those that wait, and at most one batch that is out. The next batch takes all
 * that has gathered meanwhile. A batch goes out again, with the same commands, until it is answered; what came later waits
 * behind it, so that order holds. Owned by the event loop of its store.
 *
 * <pre>
 *         its turn         answered
 *   WAITING ──────► SENT ───────────────► EMPTY, or WAITING with what came meanwhile
 *                   ▲  │ ended otherwise,
 *       pause over  │  ▼ or given up
 *                  PAUSED ── all due ───► EMPTY or WAITING
 * </pre>
 *
 * <p>An attempt is given up when no answer came within {@link #GIVE_UP_MILLIS}; earlier where partitions have moved
 * meanwhile, because then it may wait for a copy on a node that is gone. It can't be applied behind a later one's back: the
 * owner works in the order in which attempts came, refuses to start what is older than {@link #CALL_TIMEOUT_MILLIS}, and
 * refuses everything once it owns the partition no longer. (It can where an owner was cut off and applies it to its own
 * side of a split; merging settles that.)
 */
final class Lane {
    /** How old an attempt may be when its owner starts on it. */
    static final long CALL_TIMEOUT_MILLIS = 2_500;
    /** How long an attempt may take; longer than the call timeout by what two nodes' clocks and a full queue differ. */
    static final long GIVE_UP_MILLIS = 3_500;
    /** How long an attempt may take across a move of partitions. */
    static final long DISTURBED_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 320;

    private final Lanes lanes;
    private final Function<Batch, Future<Outcomes>> sender;
    private final Queue<Pending<?>> queue = new ArrayDeque<>();
    private final int partition;
    private @Nullable Window window; // where the lane waits for its turn, or has it; null while it has nothing to do
    private @Nullable Batch out;
    private boolean sent;
    private long sentAt;
    private long sentInto;
    private long attempt; // counts all attempts: an answer to an earlier one is no answer
    private long pause = FIRST_PAUSE_MILLIS;

    /**
     * @param sender makes one attempt; answers on the event loop
     */
    Lane(int partition, Lanes lanes, Function<Batch, Future<Outcomes>> sender) {
        this.partition = partition;
        this.lanes = lanes;
        this.sender = sender;
    }

    int partition() {
        return partition;
    }

    int queued() {
        return queue.size();
    }

    void add(Pending<?> pending) {
        queue.add(pending);
        if (window == null) {
            window = lanes.windows().enter(this);
        }
    }

    /** Sends what has gathered: it is the lane's turn. */
    void go() {
        out = Batch.of(queue, lanes.limits());
        pause = FIRST_PAUSE_MILLIS;
        send(out);
    }

    /** Answers what is due and gives up an attempt that takes too long. Called every now and then. */
    void tick(long now) {
        Pending<?> first = queue.peek();
        while (first != null && first.isDue(now)) {
            queue.remove();
            first.fail(Kind.UNAVAILABLE, "The deadline passed before the command's turn came; it was not applied.");
            first = queue.peek();
        }
        if (out != null) {
            out.expire(now, sent);
            if (sent && now - sentAt >= patience()) {
                again(out, Verdict.IN_DOUBT);
            }
        }
    }

    private long patience() {
        return lanes.placement() == sentInto ? GIVE_UP_MILLIS : DISTURBED_MILLIS;
    }

    private void send(Batch batch) {
        batch.dropAnswered();
        if (batch.isEmpty()) {
            proceed();
            return;
        }
        sent = true;
        sentAt = lanes.now();
        sentInto = lanes.placement();
        long mine = ++attempt;
        lanes.onSent(batch);
        sender.apply(batch).onComplete(answer -> {
            if (sent && mine == attempt) {
                onAnswer(batch, answer);
            }
        });
    }

    private void onAnswer(Batch batch, AsyncResult<Outcomes> answer) {
        if (answer.succeeded()) {
            sent = false;
            batch.answer(answer.result());
            lanes.onAnswered(lanes.now() - sentAt);
            proceed();
            return;
        }
        Verdict verdict = Verdict.of(answer.cause(), lanes.isRunning());
        LOG.debug("An attempt of {} commands ended {}: {}", batch.size(), verdict, String.valueOf(answer.cause()));
        if (verdict == Verdict.STOPPED) {
            batch.doubt(); // it was out when the member stopped
            end(batch, "This node has stopped");
        } else if (verdict == Verdict.NO_QUORUM && !batch.isInDoubt()) {
            end(batch, "Too few nodes are in sight");
        } else {
            again(batch, verdict);
        }
    }

    private void end(Batch batch, String why) {
        sent = false;
        batch.fail(why);
        proceed();
    }

    private void again(Batch batch, Verdict verdict) {
        sent = false;
        if (verdict == Verdict.IN_DOUBT) {
            batch.doubt();
        }
        lanes.onRetry(verdict);
        lanes.after(pause, () -> send(batch));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }

    /** Leaves its turn to others, and waits for the next where there is more to do. */
    private void proceed() {
        out = null;
        lanes.windows().leave(Objects.requireNonNull(window));
        window = queue.isEmpty() ? null : lanes.windows().enter(this);
    }
}
