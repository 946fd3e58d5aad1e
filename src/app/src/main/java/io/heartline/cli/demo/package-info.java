/**
 * The parts of {@code heartline demo}: the processes of the nodes, and the page that shows them.
 *
 * <p>State: the running nodes ({@link io.heartline.cli.demo.Nodes}), on the event loop of its one {@link
 * io.vertx.core.Vertx}. The nodes are other processes; the page speaks to them itself, over HTTP and WebSocket, as any
 * client would. What a node that was killed or hangs could not do any more is done here: serving the page, and starting or
 * waking the node. It imports no room.
 */
@NullMarked
package io.heartline.cli.demo;

import org.jspecify.annotations.NullMarked;
