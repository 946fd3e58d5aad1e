package io.heartline.protocol;

/** Rules for names on the wire (PROTOCOL.md, section 7). */
public final class Names {
    /** Rule of {@link #isUser}, to end a sentence that begins with the name of a field. */
    public static final String USER_RULE = "must be 1-256 bytes of UTF-8 without control characters, and not . or ..";
    /** Rule of {@link #isDevice}. */
    public static final String DEVICE_RULE = "must be 1-64 characters of [A-Za-z0-9._:-]";
    /** Rule of {@link #isMessageId}. */
    public static final String MESSAGE_ID_RULE = "must be 1-128 characters of [A-Za-z0-9._:-]";

    private static final int USER_BYTES = 256;
    private static final int DEVICE_LENGTH = 64;
    private static final int MESSAGE_ID_LENGTH = 128;

    private Names() {}

    /**
     * Control characters are those of Unicode: U+0000 to U+001F and U+007F to U+009F. No URL can name a user called {@code .} or
     * {@code ..}.
     */
    public static boolean isUser(String name) {
        int bytes = 0;
        for (int at = 0; at < name.length() && bytes <= USER_BYTES; ) {
            int c = name.codePointAt(at);
            if (Character.isISOControl(c) || isHalfOfAPair(c)) {
                return false;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            at += Character.charCount(c);
        }
        return bytes > 0 && bytes <= USER_BYTES && !name.equals(".") && !name.equals("..");
    }

    public static boolean isDevice(String name) {
        return isToken(name, DEVICE_LENGTH);
    }

    public static boolean isMessageId(String id) {
        return isToken(id, MESSAGE_ID_LENGTH);
    }

    private static boolean isToken(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().allMatch(Names::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '-';
    }

    private static boolean isHalfOfAPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
