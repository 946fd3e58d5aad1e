package io.heartline.session;

import io.heartline.protocol.CloseCode;
import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Meters of the sessions of one gateway. Owned by its event loop. */
public final class SessionMeters {
    private final MeterRegistry registry;
    private final Counter dropped;
    private final Timer sent;
    private final Timer acked;
    private final Timer lag;
    private final Map<String, Counter> pulls = new HashMap<>();
    private final Map<String, Counter> openings = new HashMap<>();
    private final Map<String, Counter> closings = new HashMap<>();

    public SessionMeters(MeterRegistry registry) {
        this.registry = registry;
        dropped = registry.counter(MeterNames.TEXTS_DROPPED);
        sent = registry.timer(MeterNames.ACCEPTED_TO_SENT);
        acked = registry.timer(MeterNames.SENT_TO_ACKED);
        lag = registry.timer(MeterNames.LOOP_LAG);
    }

    public void opened(String transport) {
        openings.computeIfAbsent(transport, t -> registry.counter(MeterNames.SESSIONS_OPENED, "transport", t))
                .increment();
    }

    /** A text of a plain client was not forwarded, because too many were in flight. */
    public void dropped() {
        dropped.increment();
    }

    /** A session ended; {@code code} is null if the client left. */
    public void closed(@Nullable CloseCode code) {
        String tag = code == null ? "1006" : Integer.toString(code.code());
        closings.computeIfAbsent(tag, c -> registry.counter(MeterNames.SESSIONS_CLOSED, "code", c))
                .increment();
    }

    void pulled(String reason) {
        pulls.computeIfAbsent(reason, r -> registry.counter(MeterNames.PULLS, "reason", r))
                .increment();
    }

    void sent(long millis) {
        sent.record(Duration.ofMillis(Math.max(0, millis))); // the node that accepted it has a clock of its own
    }

    void acked(long millis) {
        acked.record(Duration.ofMillis(millis));
    }

    public void lagged(long millis) {
        lag.record(Duration.ofMillis(Math.max(0, millis)));
    }
}
