/**
 * One device's session: attaches it to the user's entry, keeps its window and its feed, submits its acknowledgements,
 * checks that it lives, and detaches it.
 *
 * <p>State: each session with its window, its queues and its timers, owned by the event loop of its gateway and touched on
 * that thread only. The user's entry is in {@code store}; a session keeps {@code acked <= sent <= wanted} of it.
 *
 * <p>Imports {@code session.transport}, {@code store}, {@code user}, {@code delivery}, {@code telemetry} and
 * {@code protocol}. Never imports {@code session.dialect}, which implements this package's interface {@code Dialect}, nor
 * {@code session.gateway}. No package of the room imports Hazelcast, {@code cluster} or {@code api}.
 *
 * <p>Data flow: a transport's texts are read by the dialect into frames, which become commands to {@code store}. Hints from
 * {@code delivery} and pages from {@code store} become messages, which the dialect writes to the transport.
 */
@NullMarked
package io.heartline.session;

import org.jspecify.annotations.NullMarked;
