package io.heartline.user;

/**
 * The start or the end of a session.
 *
 * @param came true for a session that started, false for one that ended
 * @param online true if any session of the user is left
 * @param n a number that rises per user: the larger of the last one + 1 and the time in milliseconds
 */
public record PresenceChange(String device, LiveSession session, boolean came, boolean online, long n) {}
