package io.heartline.torture.history;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The codec of one kind of event: writes it as a line and reads it back.
 *
 * @param tag the name of the kind, first on the line
 */
record EventCodec<E extends Event>(
        String tag, Class<E> kind, BiConsumer<E, JsonLineWriter> writer, Function<JsonLineReader, E> reader) {

    void write(Event event, JsonLineWriter line) {
        line.begin(tag, event.at());
        writer.accept(kind.cast(event), line);
        line.end();
    }
}
