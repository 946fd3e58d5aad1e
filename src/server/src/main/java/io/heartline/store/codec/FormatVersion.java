package io.heartline.store.codec;

/**
 * Versions of the stored format, in which entries, changes and commands are sent between nodes.
 *
 * <pre>
 *   1   counters under names, a fake device for unseen devices
 *   2   typed counters, a field for unseen devices
 *   3   a field for the cutoff of tokens; commands with the time of issue of a token, and the disconnection of a user
 * </pre>
 */
public final class FormatVersion {
    /** The oldest version that can be read and written. */
    public static final int OLDEST = 1;
    /** The newest version that can be read and written. */
    public static final int NEWEST = 3;
    /** The first version that has cutoffs of tokens. */
    public static final int WITH_CUTOFF = 3;

    private FormatVersion() {}
}
