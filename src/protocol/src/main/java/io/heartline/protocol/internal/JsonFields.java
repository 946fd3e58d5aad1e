package io.heartline.protocol.internal;

import io.heartline.protocol.MalformedJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fields of one JSON object, each as its original bytes.
 *
 * <p>Reading is strict: UTF-8 without overlong forms and surrogates, no key twice, nothing but blanks after the object,
 * values nested at most 512 deep. Inside a value only the grammar is checked. The caller limits the size.
 *
 * <p>The typed accessors return null if the field is absent or JSON's {@code null}. They throw {@link MalformedJson},
 * which names the field, if it has another type or is out of range. {@link #slice} tells {@code null} from absent.
 *
 * <pre>{@code
 * JsonFields push = JsonFields.read(bytes);
 * String user = push.required("user", push.string("user"));
 * Long ttl = push.wholeNumber("ttlMillis", 1, 2_592_000_000L);
 * JsonSlice body = push.required("body", push.slice("body"));
 * List<String> unknown = push.namesExcept(KNOWN);
 * }</pre>
 */
public final class JsonFields {
    private final Map<String, JsonSlice> fields;
    private final String prefix;

    private JsonFields(Map<String, JsonSlice> fields, String prefix) {
        this.fields = fields;
        this.prefix = prefix;
    }

    /** Reads a text that holds one object; throws {@link MalformedJson} otherwise. Keeps the bytes. */
    public static JsonFields read(byte[] json) {
        int fault = Utf8.fault(json);
        if (fault != Utf8.SOUND) {
            throw MalformedJson.at(fault, "invalid UTF-8");
        }
        return readUtf8(json);
    }

    /** Reads bytes that are known to be UTF-8. */
    static JsonFields readUtf8(byte[] json) {
        return new JsonFields(JsonScanner.fields(JsonSlice.whole(json), ""), "");
    }

    /** The same fields, with a prefix for errors: {@code hello.device} for {@code device}. */
    public JsonFields of(String thing) {
        return new JsonFields(fields, prefix + thing + ".");
    }

    /** The names of all fields, in their order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** The names of the fields that are not among {@code known}, in their order. */
    public List<String> namesExcept(Set<String> known) {
        return fields.keySet().stream().filter(name -> !known.contains(name)).toList();
    }

    /** Bytes of a value of any type, {@code null} included; null if the field is absent. */
    public @Nullable JsonSlice slice(String name) {
        return fields.get(name);
    }

    public @Nullable String string(String name) {
        JsonSlice value = present(name);
        return value == null ? null : orFault(value.string(), name, "must be a string");
    }

    public @Nullable Boolean bool(String name) {
        JsonSlice value = present(name);
        return value == null ? null : orFault(value.bool(), name, "must be true or false");
    }

    /** A number without a fraction, however written ({@code 42.0} is 42), with {@code least <= number <= most}. */
    public @Nullable Long wholeNumber(String name, long least, long most) {
        JsonSlice value = present(name);
        if (value == null) {
            return null;
        }
        Long number = value.wholeNumber();
        if (number == null || number < least || number > most) {
            throw fault(name, "must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** A list of strings. */
    public @Nullable List<String> strings(String name) {
        JsonSlice value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            throw fault(name, "must be a list of strings");
        }
        List<String> strings = new ArrayList<>();
        for (JsonSlice element : JsonScanner.elements(value)) {
            strings.add(orFault(element.string(), name, "must be a list of strings"));
        }
        return strings;
    }

    /** An object in a field, whose own fields are named {@code name.field} in errors. */
    public @Nullable JsonFields object(String name) {
        JsonSlice value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw fault(name, "must be an object");
        }
        String within = prefix + name + ".";
        return new JsonFields(JsonScanner.fields(value, within), within);
    }

    /** Value of a required field. */
    public <T> T required(String name, @Nullable T value) {
        return orFault(value, name, "is missing");
    }

    /** Error of a field; {@code fault} continues the sentence: "must be ...". */
    public MalformedJson fault(String name, String fault) {
        return MalformedJson.field(prefix + name, fault);
    }

    private @Nullable JsonSlice present(String name) {
        JsonSlice value = fields.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private <T> T orFault(@Nullable T value, String name, String fault) {
        if (value == null) {
            throw fault(name, fault);
        }
        return value;
    }
}
