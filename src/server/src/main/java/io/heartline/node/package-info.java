/**
 * Builds and connects the rooms of one node; starts, drains and stops them in order.
 *
 * <p>State: the handles of what it started, and the phase of the node. It may import every room; no room imports it.
 *
 * <p>Data flow: it is given one validated configuration with a record for each room, and builds the rooms from these, those
 * higher in the table first. It reads no file and no option itself.
 */
@NullMarked
package io.heartline.node;

import org.jspecify.annotations.NullMarked;
