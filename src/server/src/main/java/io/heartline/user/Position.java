package io.heartline.user;

/**
 * A place in a user's mailbox. A seq without its epoch means nothing: after positions were lost the numbers start again
 * under a new epoch.
 *
 * @param epoch names the numbering that the seq belongs to; never empty
 * @param seq 0 (before the first message) or the number of a message, below 2^53
 */
public record Position(String epoch, long seq) {}
