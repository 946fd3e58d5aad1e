/**
 * Connections that carry text frames: WebSockets, and SockJS over a WebSocket or HTTP; and the framing, the limits and the
 * deadlines of HTTP requests.
 *
 * <p>State: buffers, queues and timers of each connection. The event loop of the connection's gateway owns them; only
 * {@code SockJsResponse} runs on the event loop of its request, and reaches the session's loop over the event bus. The
 * gateways of a process share one map, of the SockJS sessions that are open, so that an id has only one.
 *
 * <p>Imports {@code protocol} (close codes) and {@code telemetry} (names of meters). Knows neither sessions nor users.
 */
@NullMarked
package io.heartline.session.transport;

import org.jspecify.annotations.NullMarked;
