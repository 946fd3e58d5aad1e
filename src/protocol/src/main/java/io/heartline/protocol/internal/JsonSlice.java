package io.heartline.protocol.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.heartline.protocol.MalformedJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value of a text, byte for byte and without the blanks around it. Shares the bytes of the text, which must
 * not change any more.
 */
public final class JsonSlice {
    /** Maximum length of a whole number; longer texts are not read as one. */
    private static final int NUMBER_LENGTH = 40;

    private final byte[] text;
    private final int from;
    private final int to;

    private JsonSlice(byte[] text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** Value of a text that holds exactly one, in UTF-8; throws {@link MalformedJson} otherwise. */
    public static JsonSlice of(byte[] text) {
        int fault = Utf8.fault(text);
        if (fault != Utf8.SOUND) {
            throw MalformedJson.at(fault, "invalid UTF-8");
        }
        return JsonScanner.value(whole(text));
    }

    static JsonSlice whole(byte[] text) {
        return new JsonSlice(text, 0, text.length);
    }

    JsonSlice part(int start, int end) {
        return new JsonSlice(text, from + start, from + end);
    }

    JsonSlice withoutBlanksAfter() {
        int end = to;
        while (end > from && " \t\r\n".indexOf(text[end - 1]) >= 0) {
            end--;
        }
        return new JsonSlice(text, from, end);
    }

    JsonParser parser(JsonFactory factory) throws IOException {
        return factory.createParser(text, from, to - from);
    }

    /** Number of bytes. */
    public int length() {
        return to - from;
    }

    /** Its bytes, copied. */
    public byte[] bytes() {
        return Arrays.copyOfRange(text, from, to);
    }

    /** Its bytes, copied into a buffer. */
    public Buffer buffer() {
        return Buffer.buffer(length()).appendBytes(text, from, length());
    }

    public boolean isNull() {
        return startsWith('n');
    }

    public boolean isString() {
        return startsWith('"');
    }

    public boolean isObject() {
        return startsWith('{');
    }

    public boolean isArray() {
        return startsWith('[');
    }

    /** The string, with its escapes resolved; null if it is no string or contains half a surrogate pair. */
    public @Nullable String string() {
        String string = isString() ? text() : null;
        return string == null || string.codePoints().anyMatch(JsonSlice::isSurrogate) ? null : string;
    }

    /** Content of a string, with its escapes resolved; it may contain half a surrogate pair. */
    String text() {
        String raw = new String(text, from + 1, length() - 2, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
    }

    /** True, false, or null if it is neither. */
    public @Nullable Boolean bool() {
        return startsWith('t') ? Boolean.TRUE : startsWith('f') ? Boolean.FALSE : null;
    }

    /**
     * The number, if it is a whole one of 64 bits; else null. JSON has one kind of number: {@code 42}, {@code 42.0} and
     * {@code 4.2e1} are equal, and some languages write whole numbers that way.
     */
    public @Nullable Long wholeNumber() {
        boolean number = text[from] == '-' || (text[from] >= '0' && text[from] <= '9');
        if (!number || length() > NUMBER_LENGTH) {
            return null;
        }
        try {
            return new BigDecimal(new String(text, from, length(), StandardCharsets.US_ASCII)).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private boolean startsWith(char c) {
        return text[from] == c;
    }

    /** Resolves escapes, which are known to be well formed. */
    private static String unescaped(String raw) {
        StringBuilder plain = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            if (c == '\\') {
                char escaped = raw.charAt(at++);
                c = escaped == 'u' ? (char) Integer.parseInt(raw, at, at + 4, 16) : meaning(escaped);
                at += escaped == 'u' ? 4 : 0;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static char meaning(char escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    /** Length only: content never reaches a log. */
    @Override
    public String toString() {
        return "JsonSlice[" + length() + " bytes]";
    }
}
