package io.heartline.session;

import io.heartline.protocol.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the operator chooses for the connections of clients. The constructor refuses values that make no sense, naming
 * each at fault in a line of its own.
 *
 * @param heartbeat a client that was silent for so long is pinged; after two more such intervals it is taken for gone
 * @param ackWithin how long an acknowledgement may be owed without any having moved, counted from when the socket took the
 *     last frame
 * @param stalledWithin how long a socket may take nothing at all while something waits for it
 * @param window how many messages are sent and unacknowledged at most
 * @param windowBytes how many bytes of frames are sent and unacknowledged at most; one message always may
 * @param keep how long a device is kept after it disconnects, where it does not say
 * @param keepAtMost how long it is kept at most, whatever it says
 * @param helloWithin how long the first frame may take
 * @param maxFrameBytes the largest message of a client
 * @param auditEvery after so much quiet a session makes sure that the entry holds it and that no hint was lost
 * @param ackDelay how long an acknowledgement waits for others of its session to come
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

    /** What PROTOCOL.md says where the operator says nothing. */
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

    /** How long a device that asked for {@code asked} is kept; negative where it did not ask. */
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
