/**
 * What happened in a run, event by event, as it was seen from outside: written while it runs, read by the checks.
 *
 * <p>State: {@link io.heartline.torture.history.HistoryFile} owns the file that it writes. Everything else is a value.
 *
 * <p>Never imports: anything but the JDK and Jackson's streaming parser.
 */
@NullMarked
package io.heartline.torture.history;

import org.jspecify.annotations.NullMarked;
