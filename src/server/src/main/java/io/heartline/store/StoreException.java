package io.heartline.store;

/** A command has no outcome to tell. Carries no stack trace: it is an ending that callers expect, not a fault. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is known of the command. */
    public enum Kind {
        /** It was refused and has certainly not been applied. */
        UNAVAILABLE,
        /** Its deadline passed: it may have been applied, or may yet be. Repeating it with the same identity is safe. */
        OUTCOME_UNKNOWN
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
