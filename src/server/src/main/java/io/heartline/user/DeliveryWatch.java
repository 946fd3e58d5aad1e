package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recipients of reports on the delivery of a message.
 *
 * @param waiters the addresses of the gateways whose publishers wait for the first acknowledgement, in order of
 *     arrival; at most {@value #MOST_WAITERS}
 * @param receipt true if each acknowledgement, or the expiry, is to be published as a receipt
 */
public record DeliveryWatch(List<String> waiters, boolean receipt) {
    /**
     * The largest number of gateways that wait for one message. Beyond it, the one that has waited longest is dropped
     * and has to find out by itself.
     */
    static final int MOST_WAITERS = 8;

    /** No gateway waits, and a receipt is published. */
    public static final DeliveryWatch RECEIPT = new DeliveryWatch(List.of(), true);

    public DeliveryWatch {
        waiters = List.copyOf(waiters);
    }

    /** A watch with one waiting gateway. */
    public DeliveryWatch(String waiter, boolean receipt) {
        this(List.of(waiter), receipt);
    }

    /**
     * Combines the watch of a repeated push with that of earlier ones: all earlier recipients stay, new ones are added.
     */
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
