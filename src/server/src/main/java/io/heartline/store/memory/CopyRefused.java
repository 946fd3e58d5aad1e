package io.heartline.store.memory;

/**
 * Refuses a copy of a partition for which this member has no memory. Hazelcast logs it with each try, as a warning and as an error;
 * the member says it itself once a minute, so a program may leave those lines out.
 */
public final class CopyRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CopyRefused() {
        super("No memory is left for a copy of this partition", null, false, false);
    }
}
