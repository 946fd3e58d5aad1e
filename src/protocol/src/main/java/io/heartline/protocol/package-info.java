/**
 * Public API of {@code heartline-protocol}: the frames of {@code heartline.v1} as sealed records, their codec, the
 * close codes, the rules for names and the timeout of a silent peer. The rest of this module is in {@link
 * io.heartline.protocol.internal} and may change at any time.
 *
 * <p>State: only that of a {@link io.heartline.protocol.PeerTimeout}, which the owner of the connection owns. Frames
 * are immutable values, and the codec keeps nothing between two frames.
 *
 * <p>Never imports: any room of the server, {@code io.vertx.core.http}, Hazelcast.
 *
 * <p>Data flow: bytes from a socket become a frame; a frame is encoded once and written to any number of sockets. A
 * frame that can't be read ends the connection with a close code.
 */
@NullMarked
package io.heartline.protocol;

import org.jspecify.annotations.NullMarked;
