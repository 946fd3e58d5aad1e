/**
 * Public API of the Java client: a device that receives messages ({@link io.heartline.client.HeartlineClient}). The
 * rest is in {@link io.heartline.client.internal} and may change at any time.
 *
 * <p>State: all of a client's state belongs to its Vert.x context; no locks.
 *
 * <p>Never imports: the server, Hazelcast. No type of the protocol is in a signature.
 */
@NullMarked
package io.heartline.client;

import org.jspecify.annotations.NullMarked;
