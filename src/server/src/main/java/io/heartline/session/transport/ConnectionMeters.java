package io.heartline.session.transport;

import io.heartline.telemetry.MeterNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Counts the connections of one gateway that never became a session. Owned by the gateway's event loop. */
public final class ConnectionMeters {
    private final MeterRegistry registry;
    private final Map<String, Counter> refusals = new HashMap<>();

    public ConnectionMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * A connection was refused or cut before it became a session.
     *
     * @param reason late, stalled, malformed, full, or the HTTP status of the refusal, 414 and 431 among them
     */
    public void refused(String reason) {
        refusals.computeIfAbsent(reason, r -> registry.counter(MeterNames.CONNECTIONS_REFUSED, "reason", r))
                .increment();
    }
}
