package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * Who wants to hear of a message's fate.
 *
 * @param waiter the address of the gateway whose publisher waits for the first acknowledgement; null where nobody waits
 * @param receipt whether each acknowledgement, or the expiry, is to be published as a receipt
 */
public record Watch(@Nullable String waiter, boolean receipt) {
    /** Who wants to hear after a repetition of the push: whoever waits now, and for receipts whoever ever asked. */
    Watch joining(@Nullable Watch earlier) {
        return earlier == null ? this : new Watch(waiter != null ? waiter : earlier.waiter, receipt || earlier.receipt);
    }
}
