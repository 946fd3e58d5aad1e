package io.heartline.session.dialect;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text of a plain client that is a heartbeat, and the answer to it.
 *
 * @param word the text itself, or the fields that a JSON object must have; it may have others
 * @param answer null if the heartbeat is not answered
 */
public record HeartbeatWord(Word word, @Nullable String answer) {
    public sealed interface Word {
        /** Exactly this text. */
        record Text(String text) implements Word {}

        /** A JSON object with these fields, among others; objects within it likewise. */
        record Fields(Map<String, Object> fields) implements Word {}
    }

    /** Tells whether a text is this heartbeat; {@code json} is null if the text is no JSON object. */
    boolean isMeant(String text, @Nullable JsonObject json) {
        if (word instanceof Word.Text exact) {
            return exact.text().equals(text);
        }
        return json != null && covers(((Word.Fields) word).fields(), json);
    }

    private static boolean covers(@Nullable Object wanted, @Nullable Object given) {
        if (wanted instanceof Map<?, ?> fields) {
            return given instanceof JsonObject object
                    && fields.entrySet().stream()
                            .allMatch(field -> object.containsKey(String.valueOf(field.getKey()))
                                    && covers(field.getValue(), object.getValue(String.valueOf(field.getKey()))));
        }
        if (wanted instanceof List<?> elements) {
            return given instanceof JsonArray array && covers(elements, array);
        }
        if (wanted instanceof Number number) {
            return given instanceof Number other && isSame(number, other);
        }
        return Objects.equals(wanted, given);
    }

    private static boolean covers(List<?> elements, JsonArray array) {
        boolean same = elements.size() == array.size();
        for (int i = 0; same && i < elements.size(); i++) {
            same = covers(elements.get(i), array.getValue(i));
        }
        return same;
    }

    /** JSON has one kind of number: 99 and 99.0 are the same one. */
    private static boolean isSame(Number one, Number other) {
        return one.longValue() == other.longValue() && one.doubleValue() == other.doubleValue();
    }
}
