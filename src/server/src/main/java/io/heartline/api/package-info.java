/**
 * What applications talk to: pushes, users, cluster, health and the console, over HTTP and the event bus.
 *
 * <p>State: none between requests, except the requests that wait for an acknowledgement; each of these belongs to the
 * event loop that took it.
 *
 * <p>Never imports: Hazelcast, {@code session}, WebSocket classes.
 *
 * <p>Data flow: a request is authorized by {@code auth}, becomes one call to {@code delivery}, {@code store} or
 * {@code cluster}, and the outcome becomes a response. Failures become problem documents in one place.
 */
@NullMarked
package io.heartline.api;

import org.jspecify.annotations.NullMarked;
