package io.heartline.user;

/**
 * A session came or went.
 *
 * @param came true for a session that came, false for one that went
 * @param online whether any session of the user is left
 * @param n rises per user: the larger of the last one + 1 and the time in milliseconds
 */
public record PresenceChange(String device, LiveSession session, boolean came, boolean online, long n) {}
