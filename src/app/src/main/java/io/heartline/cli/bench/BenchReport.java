package io.heartline.cli.bench;

import io.heartline.cli.bench.Bench.Load;
import io.heartline.cli.bench.Probe.Reading;
import java.io.PrintWriter;

/** Prints the figures of one run. Owned by the run's event loop. */
final class BenchReport {
    private final Load load;
    private final Tally tally;
    private final PrintWriter out;

    BenchReport(Load load, Tally tally, PrintWriter out) {
        this.load = load;
        this.tally = tally;
        this.out = out;
    }

    /** Prints the rate of connecting, and the heap for each session if it was read after a collection. */
    void connected(Reading used, double seconds) {
        out.printf(
                "connected %d sessions in %.1f s: %.0f a second, %.0f a CPU-second%s%n",
                load.sessions(),
                seconds,
                load.sessions() / seconds,
                load.sessions() / used.cpuSeconds(),
                load.pids().isEmpty()
                        ? ""
                        : String.format(", %.1f KB heap each", used.heapBytes() / 1024 / load.sessions()));
    }

    /** Prints the resources that idle sessions use. */
    void idle(Reading used) {
        out.printf(
                "idle      %d sessions for %d s: %.2f CPU-seconds, %d closed%n",
                tally.online, load.rest().toSeconds(), used.cpuSeconds(), tally.closed);
    }

    /**
     * Prints the rate of pushes, their latency, and the checks of their delivery.
     *
     * @param refused the number of pushes that were not stored
     * @param unacked the number of messages that the mailboxes still owe
     */
    void pushed(Reading used, double seconds, long refused, long unacked) {
        out.printf(
                "pushed    %d messages of %d bytes in %.1f s: %.0f a second, %.0f acknowledged pushes a CPU-second%n",
                load.messages(),
                load.bodyBytes(),
                seconds,
                load.messages() / seconds,
                load.messages() / used.cpuSeconds());
        out.printf(
                "latency   p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n",
                tally.latencyMicros.getValueAtPercentile(50) / 1000.0,
                tally.latencyMicros.getValueAtPercentile(99) / 1000.0,
                tally.latencyMicros.getMaxValue() / 1000.0);
        out.printf(
                "checked   %d received, %d out of order, %d not stored, %d not acknowledged, %d sessions closed%s%n",
                tally.received,
                tally.outOfOrder,
                refused,
                unacked,
                tally.closed,
                tally.closed == 0 ? "" : " (the last one with " + tally.lastClose + ")");
        out.flush();
    }
}
