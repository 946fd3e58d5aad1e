package io.heartline.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Detects gaps in the numbered batches of each gateway. Owned by the event loop of its {@link DeliveryBus}. */
final class BatchGapDetector {
    private final Map<GatewayId, Long> last = new HashMap<>();
    private final Predicate<String> isMember;

    BatchGapDetector(Predicate<String> isMember) {
        this.isMember = isMember;
    }

    /** Notes a batch; false if it is not the one after the last: hints were lost, or came out of order. */
    boolean follows(GatewayId sender, long number) {
        Long before = last.put(sender, number);
        if (before == null) {
            // A new sender makes room: lost senders would otherwise stay for ever.
            last.keySet().removeIf(known -> !known.equals(sender) && !isMember.test(known.node()));
            return number == 1;
        }
        return number == before + 1;
    }
}
