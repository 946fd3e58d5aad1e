package io.heartline.user;

/**
 * A watched message reached a milestone: a device acknowledged it, or it ended unacknowledged.
 *
 * @param first whether no device had acknowledged it before
 */
public record Settled(long seq, String id, Watch watch, boolean first) {}
