/**
 * Internal: reading and writing of JSON, for the codec and for the other modules of Heartline. Not part of the public
 * API.
 *
 * <p>State: none, but that of a {@link io.heartline.protocol.internal.JsonBytes}, which its caller owns.
 *
 * <p>Never imports: any room of the server, {@code io.vertx.core.http}, Hazelcast.
 */
@NullMarked
package io.heartline.protocol.internal;

import org.jspecify.annotations.NullMarked;
