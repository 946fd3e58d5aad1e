package io.heartline.user;

/**
 * An event of a watched message: a device acknowledged it, or it ended unacknowledged.
 *
 * @param first true if no device had acknowledged it before
 */
public record MilestoneReached(long seq, String id, DeliveryWatch watch, boolean first) {}
