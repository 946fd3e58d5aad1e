package io.heartline.torture.history;

/** Records the events of a run. Any thread. */
public interface Recorder {
    /** Milliseconds since the start of the run. */
    long now();

    /** Appends an event. */
    void record(Event event);
}
