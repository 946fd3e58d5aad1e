package io.heartline.sweep;

import io.heartline.store.partition.EntryScan;
import io.heartline.store.partition.EntryScan.Found;
import io.heartline.store.partition.EntryScan.MailboxTotals;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Sweep;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;

/**
 * Finds the users of a pass in the partitions of this node, and keeps the totals of their mailboxes for the gauges. Once a
 * minute it finds everybody who has a session, so that gateways are asked for these. Called by one pass at a time; the
 * totals may be read on any thread.
 */
public final class SweepSource {
    private static final long EVERYBODY_MILLIS = Duration.ofMinutes(1).toMillis();

    private final EntryScan scan;
    private volatile MailboxTotals totals = new MailboxTotals(0, 0, 0);
    private volatile long everybodyAt;

    public SweepSource(EntryScan scan, MeterRegistry meters) {
        this.scan = scan;
        Gauge.builder(MeterNames.MAILBOX_MESSAGES, () -> totals.messages()).register(meters);
        Gauge.builder(MeterNames.MAILBOX_BYTES, () -> totals.bytes()).register(meters);
        Gauge.builder(MeterNames.USERS, () -> totals.users()).register(meters);
    }

    /** The users of this node that the sweep is to visit. Blocks. */
    public List<String> due(Sweep sweep) {
        boolean everybody = sweep.now() - everybodyAt >= EVERYBODY_MILLIS;
        Found found = everybody ? scan.online(sweep) : scan.concernedBy(sweep);
        if (everybody) {
            everybodyAt = sweep.now();
        }
        totals = found.totals();
        return found.users();
    }

    /** The totals that the last pass found, a minute old at most. */
    public MailboxTotals totals() {
        return totals;
    }
}
