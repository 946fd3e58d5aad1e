package io.heartline.session;

import io.heartline.protocol.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The operator's settings for client connections. The constructor refuses invalid values, with a line for each.
 *
 * @param heartbeat the silence after which a client is pinged; after two more such intervals it is lost
 * @param ackWithin the longest time between two acknowledgements while one is owed, counted from when the socket took
 *     the last frame
 * @param stalledWithin the longest time for which a socket may take nothing while bytes wait for it
 * @param window the most messages that are sent and unacknowledged
 * @param windowBytes the most bytes of frames that are sent and unacknowledged; one message is always allowed
 * @param keep the time for which a device is kept after it disconnects, unless it asks for another
 * @param keepAtMost the longest time that it may ask for
 * @param helloWithin the longest time until the first frame
 * @param maxFrameBytes the largest message of a client
 * @param auditEvery the quiet time after which a session verifies that the entry holds it and that no hint was lost
 * @param ackDelay the time for which an acknowledgement waits for others of its session
 * @param inbound the addresses that clients may send to
 */
public record SessionConfig(
        Duration heartbeat,
        Duration ackWithin,
        Duration stalledWithin,
        int window,
        long windowBytes,
        Duration keep,
        Duration keepAtMost,
        Duration helloWithin,
        int maxFrameBytes,
        Duration auditEvery,
        Duration ackDelay,
        Set<String> inbound) {

    private static final Duration MONTH = Duration.ofDays(30);

    /** The defaults of PROTOCOL.md. */
    public static final SessionConfig DEFAULT = new SessionConfig(
            Duration.ofSeconds(25),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            128,
            256 << 10,
            Duration.ofMinutes(5),
            MONTH,
            Duration.ofSeconds(8),
            FrameCodec.MAX_FRAME_BYTES,
            Duration.ofSeconds(60),
            Duration.ofMillis(5),
            Set.of());

    public SessionConfig {
        inbound = Set.copyOf(inbound);
        List<String> faults = new ArrayList<>();
        atLeast(faults, "heartbeat-millis", heartbeat, Duration.ofMillis(100));
        atLeast(faults, "ack-within-millis", ackWithin, Duration.ofMillis(100));
        atLeast(faults, "stalled-within-millis", stalledWithin, Duration.ofMillis(100));
        atLeast(faults, "hello-within-millis", helloWithin, Duration.ofMillis(100));
        atLeast(faults, "audit-every-millis", auditEvery, Duration.ofMillis(100));
        atLeast(faults, "ack-delay-millis", ackDelay, Duration.ofMillis(1));
        atLeast(faults, "keep-millis", keep, Duration.ZERO);
        atLeast(faults, "keep-at-most-millis", keepAtMost, Duration.ZERO);
        check(faults, keepAtMost.compareTo(MONTH) <= 0, "keep-at-most-millis: must be at most 30 days");
        check(faults, window >= 1 && window <= 10_000, "window: must be from 1 to 10000");
        check(faults, windowBytes >= 1, "window-bytes: must be at least 1");
        check(
                faults,
                maxFrameBytes >= 1_024 && maxFrameBytes <= FrameCodec.MAX_FRAME_BYTES,
                "max-frame-bytes: must be from 1024 to " + FrameCodec.MAX_FRAME_BYTES);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    /** The time for which a device is kept; {@code asked} is negative if the client did not ask. */
    public Duration keptFor(long asked) {
        Duration wanted = asked < 0 ? keep : Duration.ofMillis(asked);
        return wanted.compareTo(keepAtMost) <= 0 ? wanted : keepAtMost;
    }

    private static void atLeast(List<String> faults, String option, Duration value, Duration least) {
        check(faults, value.compareTo(least) >= 0, option + ": must be at least " + least.toMillis());
    }

    private static void check(List<String> faults, boolean sound, String fault) {
        if (!sound) {
            faults.add(fault);
        }
    }
}
