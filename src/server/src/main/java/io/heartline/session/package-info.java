/**
 * The live connection of one device: gateways, handshake, the state machine of a session, heartbeats, plain routes.
 *
 * <p>State: sessions, their windows and the hub that finds them. All of it belongs to the event loop of its gateway and
 * is touched on that thread only.
 *
 * <p>Never imports: Hazelcast, {@code cluster}, {@code api}.
 *
 * <p>Data flow: frames from the socket become commands to {@code store}; hints from {@code delivery} and pulls from
 * {@code store} become frames to the socket. Each session keeps {@code acked <= sent <= wanted}.
 */
@NullMarked
package io.heartline.session;

import org.jspecify.annotations.NullMarked;
