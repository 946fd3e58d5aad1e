package io.heartline.user;

/** What a mailbox holds at most; a push beyond is refused, nothing accepted makes room for it. */
public record MailboxLimits(int messages, long bytes) {
    public static final MailboxLimits DEFAULT = new MailboxLimits(1_000, 1 << 20);

    public MailboxLimits {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException("a mailbox must hold at least one message of one byte");
        }
    }
}
