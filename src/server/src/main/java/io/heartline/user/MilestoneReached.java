package io.heartline.user;

/**
 * A watched message reached a milestone: a device acknowledged it, or it ended unacknowledged.
 *
 * @param first whether no device had acknowledged it before
 */
public record MilestoneReached(long seq, String id, DeliveryWatch watch, boolean first) {}
