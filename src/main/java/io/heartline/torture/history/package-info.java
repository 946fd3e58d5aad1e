/**
 * What happened in a run, event by event, as it was seen from outside: written while it runs, read by the checks.
 *
 * <p>Never imports: anything but the JDK and Vert.x's JSON.
 */
@NullMarked
package io.heartline.torture.history;

import org.jspecify.annotations.NullMarked;
