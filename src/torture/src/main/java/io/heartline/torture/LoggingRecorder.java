package io.heartline.torture;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import java.util.Locale;
import java.util.function.Consumer;

/** A recorder that passes events on to the history, and prints a line for each fault. */
record LoggingRecorder(Recorder history, Consumer<String> out) implements Recorder {
    @Override
    public long now() {
        return history.now();
    }

    @Override
    public void record(Event event) {
        if (event instanceof Event.FaultBegun fault) {
            out.accept(String.format(
                    Locale.ROOT,
                    "%7.1f s  fault %d: %s %s %s",
                    fault.at() / 1_000.0,
                    fault.number(),
                    fault.kind(),
                    fault.nodes(),
                    fault.detail()));
        }
        history.record(event);
    }
}
