package io.heartline.session.transport;

import java.time.Duration;
import java.time.InstantSource;

/**
 * The collaborators and limits that the transports of one gateway share. Owned by the gateway's event loop.
 *
 * @param maxFrameBytes the largest message of a client
 * @param stalledWithin the longest time for which a socket may take nothing while something waits for it
 * @param held the bytes that are held for connections without a session
 * @param unfinished the bytes of messages and frames whose end has not come
 */
public record TransportContext(
        TimerWheel timers,
        InstantSource clock,
        int maxFrameBytes,
        Duration stalledWithin,
        ConnectionMeters meters,
        ByteBudget held,
        ByteBudget unfinished) {
    long now() {
        return clock.millis();
    }
}
