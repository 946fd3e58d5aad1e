/**
 * The load generator behind {@code heartline bench}: many client sessions, a batch publisher, and the figures they give.
 *
 * <p>State: counters of one run, on the event loop of its one {@link io.vertx.core.Vertx}. It speaks to the nodes over
 * HTTP and WebSocket only, as any client would, and imports no room.
 */
@NullMarked
package io.heartline.cli.bench;

import org.jspecify.annotations.NullMarked;
