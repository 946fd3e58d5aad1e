package io.heartline.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Error of a JSON text that has the wrong grammar, a wrong field or a field too few. The message is a sentence that
 * names the field or the byte. It can be sent to the author of the text: it may contain names of fields, but never a
 * value.
 */
public final class MalformedJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Value of {@link #offset} if no particular byte is wrong. */
    public static final int NO_OFFSET = -1;

    private static final int MOST_SHOWN = 64;

    private final @Nullable String field;
    private final int offset;

    private MalformedJson(@Nullable String field, int offset, String message) {
        super(message, null, false, false);
        this.field = field;
        this.offset = offset;
    }

    /** Error of one field; {@code fault} continues the sentence after its name: "must be a string". */
    public static MalformedJson field(String field, String fault) {
        return new MalformedJson(field, NO_OFFSET, shown(field) + " " + fault);
    }

    /** Cuts a long name: the sender chose it, and it must not make a long message. */
    private static String shown(String field) {
        return field.length() <= MOST_SHOWN ? field : field.substring(0, MOST_SHOWN) + "...";
    }

    /** Error of the grammar; {@code fault} begins a sentence that ends with the byte. */
    public static MalformedJson at(int offset, String fault) {
        return new MalformedJson(null, offset, fault + " at byte " + offset);
    }

    /** Error of the text as a whole. */
    public static MalformedJson text(String message) {
        return new MalformedJson(null, NO_OFFSET, message);
    }

    /** Path of the wrong field, such as {@code position.seq}; null if no particular field is wrong. */
    public @Nullable String field() {
        return field;
    }

    /** Index of the byte at which reading stopped (the wrong one or the next), or {@link #NO_OFFSET}. */
    public int offset() {
        return offset;
    }
}
