package io.heartline.client;

/**
 * Position of a device in the messages of its user.
 *
 * @param seq number of the last message that the application has finished, in this epoch
 */
public record Position(String epoch, long seq) {}
