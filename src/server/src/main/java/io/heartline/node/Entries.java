package io.heartline.node;

import io.heartline.store.EntryScan;
import io.heartline.store.EntryScan.Found;
import io.heartline.store.EntryScan.Totals;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Sweep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;

/**
 * Looks for the users that a sweep concerns and keeps the totals it meets on the way. Once a minute it names everybody who
 * is online, so that the sweep's outcomes tell which sessions to ask the gateways for. Called by one sweep at a time.
 */
final class Entries {
    private static final long CENSUS_MILLIS = Duration.ofMinutes(1).toMillis();

    private final EntryScan scan;
    private volatile Totals totals = new Totals(0, 0, 0);
    private volatile long censusAt;

    Entries(EntryScan scan, MeterRegistry meters) {
        this.scan = scan;
        Gauge.builder(MeterNames.MAILBOX_MESSAGES, () -> totals.messages()).register(meters);
        Gauge.builder(MeterNames.MAILBOX_BYTES, () -> totals.bytes()).register(meters);
        Gauge.builder(MeterNames.USERS, () -> totals.users()).register(meters);
    }

    /** The users that this node owns and whom the sweep is to visit. Blocks. */
    List<String> due(Sweep sweep) {
        boolean census = sweep.now() - censusAt >= CENSUS_MILLIS;
        Found found = census ? scan.online(sweep) : scan.concernedBy(sweep);
        if (census) {
            censusAt = sweep.now();
        }
        totals = found.totals();
        return found.users();
    }

    /** As the last sweep found them: at most a minute old. */
    Totals totals() {
        return totals;
    }
}
