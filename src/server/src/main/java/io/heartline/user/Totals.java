package io.heartline.user;

/**
 * What a {@link Mailbox} holds, counted.
 *
 * @param size messages, owed and remembered
 * @param owed messages owed
 * @param bytes bytes of bodies owed
 * @param watched messages owed whose fate somebody watches
 * @param receiptsOwed expired messages that wait for their receipt to be published
 * @param nextExpiry no time to live ends before this; {@link Long#MAX_VALUE} where none will
 */
record Totals(int size, int owed, long bytes, int watched, int receiptsOwed, long nextExpiry) {
    static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, Long.MAX_VALUE);
}
