package io.heartline.node;

/**
 * The number of connections of any kind that a node keeps, over all gateways; more sessions are refused with 503.
 *
 * @param most the number
 * @param given true if the operator chose it; where fewer files may be open, a default is lowered without a warning, unless
 *     few sessions are left
 */
public record SessionLimit(int most, boolean given) {
    /** The heap for each session that is allowed by default: three times what a session needs. */
    private static final long HEAP_BYTES_OF_A_SESSION = 16 << 10;

    private static final int MOST_BY_DEFAULT = 1_000_000;

    /** The number that the operator chose. */
    public static SessionLimit of(int most) {
        return new SessionLimit(most, true);
    }

    /** The default for a heap of this size. */
    public static SessionLimit ofHeap(long heapBytes) {
        return new SessionLimit(
                (int) Math.max(1, Math.min(MOST_BY_DEFAULT, heapBytes / HEAP_BYTES_OF_A_SESSION)), false);
    }
}
