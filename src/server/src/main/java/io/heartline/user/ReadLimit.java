package io.heartline.user;

/**
 * The limits of a read. The first message always fits.
 *
 * @param messages the most messages to read; 0 reads none
 * @param bytes the most bytes of bodies to read
 */
public record ReadLimit(int messages, long bytes) {
    public static final ReadLimit NONE = new ReadLimit(0, 0);
}
