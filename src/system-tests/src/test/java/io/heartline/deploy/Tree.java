package io.heartline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A node of a YAML or JSON document; {@code value} is null if it does not exist. */
record Tree(String where, Object value) {

    /** All documents of a file. */
    static List<Tree> read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Tree> parse(String name, String text) {
        List<Tree> documents = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().setLabel(name).build()).loadAllFromString(text)) {
            documents.add(new Tree(name, document));
        }
        return documents;
    }

    /** The node below these keys; its value is null if it does not exist. */
    Tree at(String... keys) {
        Tree place = this;
        for (String key : keys) {
            Object below = place.value instanceof Map<?, ?> map ? map.get(key) : null;
            place = new Tree(place.where + "." + key, below);
        }
        return place;
    }

    /** The items of a list, or the values of a mapping; none if the node does not exist. */
    List<Tree> each() {
        List<Tree> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                items.add(new Tree(where + "[" + i + "]", list.get(i)));
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> items.add(new Tree(where + "." + key, item)));
        }
        return items;
    }

    List<String> keys() {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }

    /** This node and all nodes below it. */
    Stream<Tree> all() {
        return Stream.concat(Stream.of(this), each().stream().flatMap(Tree::all));
    }

    boolean isThere() {
        return value != null;
    }

    String text() {
        assertThat(value).as(where).isNotNull();
        return String.valueOf(value);
    }

    int number() {
        return Integer.parseInt(text());
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    List<String> texts() {
        return each().stream().map(Tree::text).toList();
    }

    /** Returns true if this selector is not empty and all its labels are among the given ones. */
    boolean selects(Tree labels) {
        return value instanceof Map<?, ?> wanted
                && !wanted.isEmpty()
                && labels.value instanceof Map<?, ?> given
                && given.entrySet().containsAll(wanted.entrySet());
    }
}
