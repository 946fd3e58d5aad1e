package io.heartline.user;

/**
 * The position of a message in a user's mailbox. A seq is valid only with its epoch: after positions were lost, seqs
 * start again under a new epoch.
 *
 * @param epoch the id of the numbering that the seq belongs to; never empty
 * @param seq 0 (before the first message) or the number of a message, below 2^53
 */
public record Position(String epoch, long seq) {}
