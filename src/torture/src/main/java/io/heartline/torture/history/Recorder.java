package io.heartline.torture.history;

/** Takes what happens, from any thread. */
public interface Recorder {
    /** Milliseconds since the run began. */
    long now();

    /** Writes an event down, behind all that were recorded before. */
    void record(Event event);
}
