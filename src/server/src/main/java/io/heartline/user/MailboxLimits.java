package io.heartline.user;

/** The limits of a mailbox. A push beyond them is refused; accepted messages are never removed to make room for it. */
public record MailboxLimits(int messages, long bytes) {
    public static final MailboxLimits DEFAULT = new MailboxLimits(1_000, 1 << 20);

    public MailboxLimits {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException("a mailbox must hold at least one message of one byte");
        }
    }
}
