package io.heartline.user;

/**
 * How much a reader can take: the first message always fits.
 *
 * @param messages how many messages at most; 0 reads none
 * @param bytes how many bytes of bodies at most
 */
public record ReadLimit(int messages, long bytes) {
    public static final ReadLimit NONE = new ReadLimit(0, 0);
}
