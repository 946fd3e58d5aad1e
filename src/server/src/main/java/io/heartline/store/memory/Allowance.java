package io.heartline.store.memory;

import io.heartline.store.memory.LossReserve.Bound;
import io.heartline.store.memory.LossReserve.Decision;

/**
 * The messages that may be accepted until the next report.
 *
 * @param ceiling the weight of owned entries up to which messages are accepted
 * @param informed false while a node in sight has not told yet what it holds
 */
record Allowance(long ceiling, Decision decision, boolean informed) {
    String reason() {
        if (!informed) {
            return "The nodes have not told each other yet how much they hold";
        }
        int losses = decision.losses();
        return decision.bound() == Bound.NODE || losses == 0
                ? "A node that would keep the message has no memory left for it"
                : "What is held would not fit into the nodes that remain after the loss of "
                        + (losses == 1 ? "one" : losses);
    }
}
