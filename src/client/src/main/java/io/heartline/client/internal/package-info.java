/**
 * Internal: connections, dispatching and acknowledgements of a client. Not part of the public API. {@code Loop},
 * {@code Backoff} and {@code RetryAfter} are shared with the publisher.
 *
 * <p>State: all of it belongs to the client's context. {@code DeviceState} outlives connections; an {@code Attempt} is
 * one connection, and is dropped as a whole, with its socket, timers and requests.
 *
 * <p>Never imports: the server, Hazelcast.
 *
 * <p>Data flow:
 *
 * <pre>
 *   socket ─ Attempt ─ Inbox ─ MessageDispatcher ─ the application's handler ─ AckRecorder ─ store, then ack ─ socket
 *   Connector: when to connect, how long to wait, when to stop
 * </pre>
 */
@NullMarked
package io.heartline.client.internal;

import org.jspecify.annotations.NullMarked;
