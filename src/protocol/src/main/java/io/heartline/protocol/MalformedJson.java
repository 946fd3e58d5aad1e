package io.heartline.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A JSON text that is not what it should be. The message is a sentence that names the field or the byte, and is fit for
 * whoever sent the text: of the text itself it contains names at most, never a value.
 */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says that no byte in particular is wrong. */
    public static final int NO_OFFSET = -1;

    private static final int MOST_SHOWN = 64;

    private final @Nullable String field;
    private final int offset;

    private MalformedJson(@Nullable String field, int offset, String message) {
        super(message, null, false, false);
        this.field = field;
        this.offset = offset;
    }

    /** The field of that name is wrong; {@code fault} goes on after the name: "must be a string". */
    public static MalformedJson field(String field, String fault) {
        return new MalformedJson(field, NO_OFFSET, shown(field) + " " + fault);
    }

    /** Names are up to the sender: a long one must not make a long message. */
    private static String shown(String field) {
        return field.length() <= MOST_SHOWN ? field : field.substring(0, MOST_SHOWN) + "...";
    }

    /** The text itself is wrong; {@code fault} is the beginning of a sentence that ends in the byte. */
    static MalformedJson at(int offset, String fault) {
        return new MalformedJson(null, offset, fault + " at byte " + offset);
    }

    /** The text as a whole is not what was expected. */
    static MalformedJson text(String message) {
        return new MalformedJson(null, NO_OFFSET, message);
    }

    /** The field that is wrong, with the names of what it is in: {@code position.seq}; null where it is none. */
    public @Nullable String field() {
        return field;
    }

    /** The byte, counted from 0, at which reading stopped: the one that is wrong or the next; or {@link #NO_OFFSET}. */
    public int offset() {
        return offset;
    }
}
