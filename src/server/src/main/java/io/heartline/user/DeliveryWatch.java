package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of a message's fate.
 *
 * @param waiters the addresses of the gateways whose publishers wait for the first acknowledgement, in the order in which
 *     they came; at most {@value #MOST_WAITERS}
 * @param receipt whether each acknowledgement, or the expiry, is to be published as a receipt
 */
public record DeliveryWatch(List<String> waiters, boolean receipt) {
    /** How many gateways may wait for one message; the longest waiting one finds out by itself. */
    static final int MOST_WAITERS = 8;

    /** Nobody waits, and a receipt is published. */
    public static final DeliveryWatch RECEIPT = new DeliveryWatch(List.of(), true);

    public DeliveryWatch {
        waiters = List.copyOf(waiters);
    }

    /** One gateway waits. */
    public DeliveryWatch(String waiter, boolean receipt) {
        this(List.of(waiter), receipt);
    }

    /** Who wants to hear after a repetition of the push: all who did, and whoever asks now. */
    DeliveryWatch joining(@Nullable DeliveryWatch earlier) {
        if (earlier == null) {
            return this;
        }
        List<String> all = new ArrayList<>(earlier.waiters);
        waiters.stream().filter(waiter -> !all.contains(waiter)).forEach(all::add);
        int size = all.size();
        return new DeliveryWatch(all.subList(Math.max(0, size - MOST_WAITERS), size), receipt || earlier.receipt);
    }
}
