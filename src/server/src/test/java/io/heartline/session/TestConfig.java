package io.heartline.session;

import java.time.Duration;
import java.util.Set;

/** Configurations that differ from the default only in the tested setting. */
public final class TestConfig {
    private static final SessionConfig D = SessionConfig.DEFAULT;

    private TestConfig() {}

    public static SessionConfig with(Duration helloWithin) {
        return new SessionConfig(
                D.heartbeat(),
                D.ackWithin(),
                D.stalledWithin(),
                D.window(),
                D.windowBytes(),
                D.keep(),
                D.keepAtMost(),
                helloWithin,
                D.maxFrameBytes(),
                D.auditEvery(),
                D.ackDelay(),
                D.inbound());
    }

    public static SessionConfig heartbeat(Duration interval) {
        return new SessionConfig(
                interval,
                D.ackWithin(),
                D.stalledWithin(),
                D.window(),
                D.windowBytes(),
                D.keep(),
                D.keepAtMost(),
                D.helloWithin(),
                D.maxFrameBytes(),
                D.auditEvery(),
                D.ackDelay(),
                D.inbound());
    }

    public static SessionConfig inbound(Set<String> addresses) {
        return new SessionConfig(
                D.heartbeat(),
                D.ackWithin(),
                D.stalledWithin(),
                D.window(),
                D.windowBytes(),
                D.keep(),
                D.keepAtMost(),
                D.helloWithin(),
                D.maxFrameBytes(),
                D.auditEvery(),
                D.ackDelay(),
                addresses);
    }

    public static SessionConfig window(int messages, long bytes) {
        return new SessionConfig(
                D.heartbeat(),
                D.ackWithin(),
                D.stalledWithin(),
                messages,
                bytes,
                D.keep(),
                D.keepAtMost(),
                D.helloWithin(),
                D.maxFrameBytes(),
                D.auditEvery(),
                D.ackDelay(),
                D.inbound());
    }

    public static SessionConfig auditEvery(Duration quiet) {
        return new SessionConfig(
                D.heartbeat(),
                D.ackWithin(),
                D.stalledWithin(),
                D.window(),
                D.windowBytes(),
                D.keep(),
                D.keepAtMost(),
                D.helloWithin(),
                D.maxFrameBytes(),
                quiet,
                D.ackDelay(),
                D.inbound());
    }

    /** A configuration in which the limits that a welcome tells differ from the defaults. */
    public static SessionConfig limits(Duration heartbeat, Duration ackWithin, int window) {
        return new SessionConfig(
                heartbeat,
                ackWithin,
                D.stalledWithin(),
                window,
                D.windowBytes(),
                D.keep(),
                D.keepAtMost(),
                D.helloWithin(),
                D.maxFrameBytes(),
                D.auditEvery(),
                D.ackDelay(),
                D.inbound());
    }

    /** A configuration with a window that no test fills, and a short timeout for slow clients. */
    public static SessionConfig impatient(Duration stalledWithin) {
        return new SessionConfig(
                D.heartbeat(),
                D.ackWithin(),
                stalledWithin,
                1_000,
                1 << 30,
                D.keep(),
                D.keepAtMost(),
                D.helloWithin(),
                D.maxFrameBytes(),
                D.auditEvery(),
                D.ackDelay(),
                D.inbound());
    }
}
