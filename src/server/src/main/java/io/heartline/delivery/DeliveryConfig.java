package io.heartline.delivery;

import io.heartline.user.MailboxLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of delivery.
 *
 * @param mailboxMessages the greatest number of messages in a mailbox
 * @param mailboxBytes the greatest number of bytes of bodies in a mailbox
 * @param maxWaiters the number of publishers that may wait for an acknowledgement at one gateway
 * @param window the limits between gateways
 */
public record DeliveryConfig(int mailboxMessages, long mailboxBytes, int maxWaiters, BusWindow window) {
    public static final DeliveryConfig DEFAULT = new DeliveryConfig(
            MailboxLimits.DEFAULT.messages(), MailboxLimits.DEFAULT.bytes(), 10_000, BusWindow.DEFAULT);

    /** Throws one {@link IllegalArgumentException} that names every fault, a line each. */
    public DeliveryConfig {
        List<String> faults = new ArrayList<>();
        if (mailboxMessages < 1) {
            faults.add("mailbox-messages: a mailbox must hold at least one message, not " + mailboxMessages);
        }
        if (mailboxBytes < 1) {
            faults.add("mailbox-bytes: a mailbox must hold at least one byte, not " + mailboxBytes);
        }
        if (maxWaiters < 1) {
            faults.add("max-waiters: at least one publisher must be able to wait, not " + maxWaiters);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    MailboxLimits limits() {
        return new MailboxLimits(mailboxMessages, mailboxBytes);
    }
}
