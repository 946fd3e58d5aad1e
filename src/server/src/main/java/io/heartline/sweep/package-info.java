/**
 * The periodic pass over the partitions of this node: ends what has expired, detaches the sessions of lost members, and finds
 * ghost sessions.
 *
 * <p>State: the schedule of the next pass and the sessions that gateways are still to be asked for, owned by the event loop
 * of the node's first gateway; the totals of the last pass, replaced as a whole.
 *
 * <p>Never imports: {@code session}, HTTP.
 *
 * <p>Data flow: once a minute, and soon after {@code cluster} tells that a member left, a scan of this node's entries yields
 * the users that a pass concerns. Each gets a command through {@code store}; {@code delivery} publishes its effects, and asks
 * the gateways of its sessions whether they hold them.
 */
@NullMarked
package io.heartline.sweep;

import org.jspecify.annotations.NullMarked;
