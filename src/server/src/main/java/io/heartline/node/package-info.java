/**
 * Composition: reads the configuration, wires the rooms and starts and stops them in order.
 *
 * <p>State: none of its own beyond the handles of what it started, held until shutdown. It may import every room; no
 * room imports it.
 *
 * <p>Data flow: file, environment and options become one validated config record for each room, and the rooms are
 * built from these, top of the table first.
 */
@NullMarked
package io.heartline.node;

import org.jspecify.annotations.NullMarked;
