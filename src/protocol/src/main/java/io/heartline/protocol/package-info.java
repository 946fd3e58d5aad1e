/**
 * What is said on the wire: frames as sealed records, their codec, the close codes, and what silence means.
 *
 * <p>State: none but that of a {@link io.heartline.protocol.Pulse}, which whoever holds the connection owns. Frames are
 * immutable values, and a codec keeps nothing between two frames.
 *
 * <p>Never imports: any room, {@code io.vertx.core.http}, Hazelcast.
 *
 * <p>Data flow: bytes from a socket become a frame for {@code session}; a frame becomes bytes once and is then written
 * to as many sockets as it is meant for. What cannot be read ends in a close code.
 */
@NullMarked
package io.heartline.protocol;

import org.jspecify.annotations.NullMarked;
