package io.heartline.user;

/**
 * The totals of a {@link Mailbox}.
 *
 * @param size messages, owed and remembered
 * @param owed messages owed
 * @param bytes bytes of bodies owed
 * @param watched messages owed that have a watch
 * @param receiptsOwed expired messages with an unpublished receipt
 * @param owedWeight the estimated heap of messages owed, in bytes
 * @param rememberedWeight the estimated heap of messages that are only remembered, in bytes
 * @param nextExpiry a lower bound of the next expiry; {@link Long#MAX_VALUE} if no message will expire
 */
record Totals(
        int size,
        int owed,
        long bytes,
        int watched,
        int receiptsOwed,
        long owedWeight,
        long rememberedWeight,
        long nextExpiry) {
    static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE);
}
