/**
 * The gateway of one event loop: admits connections, shakes hands, opens sessions and finds them for hints, and drains.
 *
 * <p>State: the connections that are still shaking hands, the sessions by id, and the limits on both. The gateway's event
 * loop owns all of it; only the public methods of {@code GatewayVerticle} may be called on any thread. The gateways of a
 * node share one {@code RefusalLog}, an immutable value that is replaced.
 *
 * <p>Wires the room together, and imports all of it: {@code session}, {@code session.dialect}, {@code session.transport};
 * besides {@code auth}, {@code delivery}, {@code store} and what these packages import. No other package of the room
 * imports this one.
 */
@NullMarked
package io.heartline.session.gateway;

import org.jspecify.annotations.NullMarked;
