/**
 * From a stored push to the gateway that holds the socket: store the message, encode its frame once, send a hint for each
 * session.
 *
 * <p>State: for each gateway, owned by its event loop: batches of hints and a credit window for each peer, the number of
 * the last batch from each, and the publishers that wait for an acknowledgement.
 *
 * <p>Never imports: Hazelcast, {@code io.vertx.core.http}, {@code session}.
 *
 * <p>Data flow: {@code api} hands in a push, {@code store} answers its position and the user's sessions, and hints leave in
 * one batch for each gateway. A hint may be lost: only the entry is authoritative, and a session pulls what it missed.
 */
@NullMarked
package io.heartline.delivery;

import org.jspecify.annotations.NullMarked;
