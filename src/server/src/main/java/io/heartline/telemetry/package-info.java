/**
 * Names and descriptions of meters, so that code, dashboards and documentation say the same word for the same thing.
 *
 * <p>State: none. Meters are in the registry that {@code node} creates.
 *
 * <p>Never imports: any room.
 *
 * <p>Data flow: rooms take names from here and record to the registry. No user, device or session is ever a label.
 */
@NullMarked
package io.heartline.telemetry;

import org.jspecify.annotations.NullMarked;
