/**
 * From a push to the gateway that holds the socket: store the message, encode it once, hint each location.
 *
 * <p>State: for each gateway, owned by its event loop: batches of hints and a credit window for each peer, the number of
 * the last batch from each, the publishers that wait for an acknowledgement, and the sessions to be asked about.
 *
 * <p>Never imports: Hazelcast, {@code io.vertx.core.http}, {@code session}.
 *
 * <p>Data flow: {@code api} hands in a message, {@code store} answers its position and the sessions that listen, and
 * the hints leave in one batch per node. A hint may be lost: the entry is the truth, and a session pulls what it missed.
 */
@NullMarked
package io.heartline.delivery;

import org.jspecify.annotations.NullMarked;
