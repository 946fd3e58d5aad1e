package io.heartline.session;

import java.time.Duration;
import java.util.Set;

/** Configurations that differ from the default only in the tested setting. */
public final class TestConfig {
    private static final SessionConfig D = SessionConfig.DEFAULT;

    private Duration heartbeat = D.heartbeat();
    private Duration ackWithin = D.ackWithin();
    private Duration stalledWithin = D.stalledWithin();
    private int window = D.window();
    private long windowBytes = D.windowBytes();
    private Duration helloWithin = D.helloWithin();
    private Duration auditEvery = D.auditEvery();
    private Set<String> inbound = D.inbound();

    private TestConfig() {}

    public static SessionConfig with(Duration helloWithin) {
        TestConfig changed = new TestConfig();
        changed.helloWithin = helloWithin;
        return changed.config();
    }

    public static SessionConfig heartbeat(Duration interval) {
        TestConfig changed = new TestConfig();
        changed.heartbeat = interval;
        return changed.config();
    }

    public static SessionConfig inbound(Set<String> addresses) {
        TestConfig changed = new TestConfig();
        changed.inbound = addresses;
        return changed.config();
    }

    public static SessionConfig window(int messages, long bytes) {
        TestConfig changed = new TestConfig();
        changed.window = messages;
        changed.windowBytes = bytes;
        return changed.config();
    }

    public static SessionConfig auditEvery(Duration quiet) {
        TestConfig changed = new TestConfig();
        changed.auditEvery = quiet;
        return changed.config();
    }

    /** A configuration in which the limits that a welcome tells differ from the defaults. */
    public static SessionConfig limits(Duration heartbeat, Duration ackWithin, int window) {
        TestConfig changed = new TestConfig();
        changed.heartbeat = heartbeat;
        changed.ackWithin = ackWithin;
        changed.window = window;
        return changed.config();
    }

    /** A configuration with a window that no test fills, and a short timeout for slow clients. */
    public static SessionConfig impatient(Duration stalledWithin) {
        TestConfig changed = new TestConfig();
        changed.stalledWithin = stalledWithin;
        changed.window = 1_000;
        changed.windowBytes = 1 << 30;
        return changed.config();
    }

    private SessionConfig config() {
        return new SessionConfig(
                heartbeat,
                ackWithin,
                stalledWithin,
                window,
                windowBytes,
                D.keep(),
                D.keepAtMost(),
                helloWithin,
                D.maxFrameBytes(),
                auditEvery,
                D.ackDelay(),
                inbound);
    }
}
