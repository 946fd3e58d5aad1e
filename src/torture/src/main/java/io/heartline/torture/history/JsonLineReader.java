package io.heartline.torture.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartline.torture.history.Event.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one line, in any order. Unknown fields are ignored. Reused for the next line; for one thread.
 */
final class JsonLineReader {
    private final String[] names = new String[32];
    private final @Nullable Object[] values = new Object[32];
    private final long[] numbers = new long[32];
    private int count;

    /** Reads the rest of an object whose start was just read. */
    void read(JsonParser parser) throws IOException {
        Arrays.fill(values, 0, count, null);
        count = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            names[count] = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_NUMBER_INT) {
                numbers[count] = parser.getLongValue();
            } else if (token == JsonToken.VALUE_STRING) {
                values[count] = parser.getText();
            } else if (token == JsonToken.START_ARRAY) {
                values[count] = texts(parser);
            } else {
                throw new IOException("Neither a number, nor a text, nor a list of texts: " + names[count]);
            }
            count++;
        }
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new IllegalArgumentException("A line without " + name);
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        int index = find(name);
        return index < 0 ? null : (String) values[index];
    }

    /** The number in a field; 0 if it is absent. */
    long number(String name) {
        int index = find(name);
        return index < 0 ? 0 : numbers[index];
    }

    boolean flag(String name) {
        return number(name) != 0;
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String name) {
        int index = find(name);
        Object list = index < 0 ? null : values[index];
        return list == null ? List.of() : (List<String>) list;
    }

    Position position() {
        return new Position(text("p"), number("s"));
    }

    @Nullable
    Position optionalPosition() {
        return find("p") < 0 ? null : position();
    }

    private int find(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> texts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(parser.getText());
        }
        return List.copyOf(texts);
    }
}
