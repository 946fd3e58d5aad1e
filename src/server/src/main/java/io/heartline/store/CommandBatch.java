package io.heartline.store;

import com.hazelcast.internal.serialization.Data;
import io.heartline.store.StoreException.Kind;
import io.heartline.store.partition.BatchOutcomes;
import io.heartline.user.UserCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Commands for entries of one partition that are sent together, and again until the outcome of each is known or its deadline
 * has passed. Owned by the event loop of its store.
 */
final class CommandBatch {
    private final List<Pending<?>> all = new ArrayList<>();
    private boolean inDoubt;

    /** Takes as many commands from the queue as fit into one batch. */
    static CommandBatch of(Queue<Pending<?>> queue, StoreConfig.Limits limits) {
        CommandBatch batch = new CommandBatch();
        long bytes = 0;
        while (!queue.isEmpty() && batch.all.size() < limits.batchCommands()) {
            Pending<?> next = queue.element();
            bytes += Pending.carried(next.command());
            if (bytes > limits.batchBytes() && !batch.all.isEmpty()) {
                break;
            }
            batch.all.add(queue.remove());
        }
        return batch;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    Data[] users() {
        return all.stream().map(Pending::user).toArray(Data[]::new);
    }

    UserCommand<?>[] commands() {
        return all.stream().map(Pending::command).toArray(UserCommand<?>[]::new);
    }

    void answer(BatchOutcomes outcomes) {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).answer(outcomes.get(i));
        }
        all.clear();
    }

    /** An attempt ended, or was given up, that may have been applied. */
    void doubt() {
        inDoubt = true;
    }

    boolean isInDoubt() {
        return inDoubt;
    }

    /** Leaves out the answered commands of the next attempt; never called while an attempt is under way. */
    void dropAnswered() {
        all.removeIf(Pending::isAnswered);
    }

    /**
     * Answers the commands whose deadline has passed.
     *
     * @param sent true while an attempt is under way
     */
    void expire(long now, boolean sent) {
        for (Pending<?> pending : all) {
            if (!pending.isDue(now)) {
                return; // those behind it came later
            }
            fail(pending, sent, "The deadline passed");
        }
    }

    /** Answers all with an exception. */
    void fail(String why) {
        all.forEach(pending -> fail(pending, false, why));
        all.clear();
    }

    private void fail(Pending<?> pending, boolean sent, String why) {
        if (inDoubt || sent) {
            pending.fail(Kind.OUTCOME_UNKNOWN, why + "; the command may have been applied.");
        } else {
            pending.fail(Kind.UNAVAILABLE, why + "; the command was not applied.");
        }
    }
}
