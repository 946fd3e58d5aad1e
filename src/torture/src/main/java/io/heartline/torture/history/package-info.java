/**
 * The history of a run: all events as seen from outside. It is written during the run, and read by the checks.
 *
 * <p>State: {@link io.heartline.torture.history.HistoryFile} owns its file, {@link io.heartline.torture.history.MemoryRecorder} its
 * list. Everything else is a value.
 *
 * <p>Never imports: anything but the JDK and Jackson's streaming parser.
 */
@NullMarked
package io.heartline.torture.history;

import org.jspecify.annotations.NullMarked;
