/**
 * Public API of the publisher: a program that pushes messages to users, over HTTP or over the event bus of the cluster
 * ({@link io.heartline.publisher.Publisher}). The rest is in {@link io.heartline.publisher.internal} and may change at
 * any time.
 *
 * <p>State: all of a publisher's state belongs to its Vert.x context; no locks.
 *
 * <p>Never imports: the server, Hazelcast, the API of the client. No type of the protocol is in a signature.
 */
@NullMarked
package io.heartline.publisher;

import org.jspecify.annotations.NullMarked;
