package io.heartline.protocol.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.heartline.protocol.MalformedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the values of a JSON text without converting them. Inside a value only the grammar is checked: a body is passed
 * on unchanged, so its numbers may have any size and its keys may repeat.
 */
final class JsonScanner {
    /** Maximum depth of nested values, the outermost included. */
    static final int MAX_DEPTH = 512;

    // The receiver of the text limits its size. Names and numbers need no limit: they are not converted here.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonScanner() {}

    /** Fields of an object, in their order; errors put {@code prefix} before a field's name. */
    static Map<String, JsonSlice> fields(JsonSlice object, String prefix) {
        return scan(object, parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw MalformedJson.text("a JSON object was expected");
            }
            Map<String, JsonSlice> fields = new LinkedHashMap<>();
            String name = parser.nextFieldName();
            while (name != null) {
                parser.nextToken();
                if (fields.put(name, value(parser, object)) != null) {
                    throw MalformedJson.field(prefix + name, "is given twice");
                }
                name = parser.nextFieldName();
            }
            return fields;
        });
    }

    /** Elements of an array. */
    static List<JsonSlice> elements(JsonSlice array) {
        return scan(array, parser -> {
            List<JsonSlice> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser, array));
            }
            return elements;
        });
    }

    /** The only value of a text, without the blanks around it. */
    static JsonSlice value(JsonSlice text) {
        // A number that nothing encloses is read together with the blank after it.
        return scan(text, parser -> value(parser, text)).withoutBlanksAfter();
    }

    /** Reads a text that holds one value and nothing after it; the parser stands at the value's first token. */
    private static <R> R scan(JsonSlice text, Reading<R> reading) {
        try (JsonParser parser = text.parser(FACTORY)) {
            if (parser.nextToken() == null) {
                throw MalformedJson.text("JSON was expected, and the text is empty");
            }
            R result = reading.read(parser);
            if (parser.nextToken() != null) {
                throw MalformedJson.at(offset(parser.currentTokenLocation().getByteOffset()), "text after the end");
            }
            return result;
        } catch (StreamConstraintsException tooDeep) { // the only limit that is set
            throw MalformedJson.text("values are nested more than " + MAX_DEPTH + " deep");
        } catch (JsonProcessingException e) {
            throw MalformedJson.at(offset(e), "invalid JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory can't fail to be read
        }
    }

    /** Slice of the value at whose first token the parser is; afterwards the parser is at its last token. */
    private static JsonSlice value(JsonParser parser, JsonSlice in) throws IOException {
        int from = offset(parser.currentTokenLocation().getByteOffset());
        parser.finishToken();
        parser.skipChildren();
        return in.part(from, offset(parser.currentLocation().getByteOffset()));
    }

    private static int offset(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : offset(e.getLocation().getByteOffset());
    }

    private static int offset(long offset) {
        return Math.toIntExact(Math.max(0, offset));
    }

    /** Step of a scan after the first token was read. */
    private interface Reading<R> {
        R read(JsonParser parser) throws IOException;
    }
}
