package io.heartline.store.codec;

/**
 * Versions of the stored format, in which entries and changes are sent between nodes.
 *
 * <pre>
 *   1   counters under names, a fake device for unseen devices
 *   2   typed counters, a field for unseen devices
 * </pre>
 */
public final class FormatVersion {
    /** The oldest version that can be read and written. */
    public static final int OLDEST = 1;
    /** The newest version that can be read and written. */
    public static final int NEWEST = 2;

    private FormatVersion() {}
}
