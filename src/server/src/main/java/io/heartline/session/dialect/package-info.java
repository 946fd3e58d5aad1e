/**
 * The languages that a session speaks: the frames of heartline.v1, and bare texts for plain clients, whose routes say who
 * they are and what they may send.
 *
 * <p>State: the unanswered pings and the forwarded texts of each plain client, owned by the event loop of its gateway.
 * Routes are immutable values; they check themselves and name the key at fault.
 *
 * <p>Imports {@code session}, whose interface {@code Dialect} is implemented here, {@code session.transport} to write on,
 * {@code protocol} and {@code user}. Never imports {@code session.gateway}.
 */
@NullMarked
package io.heartline.session.dialect;

import org.jspecify.annotations.NullMarked;
