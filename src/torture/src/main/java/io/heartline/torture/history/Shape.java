package io.heartline.torture.history;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How one kind of event is written as a line and read back.
 *
 * @param tag names the kind, first on the line
 */
record Shape<E extends Event>(String tag, Class<E> kind, BiConsumer<E, Line> writer, Function<Fields, E> reader) {

    void write(Event event, Line line) {
        line.begin(tag, event.at());
        writer.accept(kind.cast(event), line);
        line.end();
    }
}
