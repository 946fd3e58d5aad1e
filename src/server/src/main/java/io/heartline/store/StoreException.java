package io.heartline.store;

/** A command without a known outcome. Carries no stack trace: callers expect this ending, it is no fault. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of ending. */
    public enum Kind {
        /** The command was refused and was certainly not applied. */
        UNAVAILABLE,
        /** The deadline passed: the command may have been applied, or may yet be. Repeating it with the same identity is safe. */
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
