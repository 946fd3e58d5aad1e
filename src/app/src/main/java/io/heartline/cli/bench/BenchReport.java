package io.heartline.cli.bench;

import io.heartline.cli.bench.Bench.Load;
import io.heartline.cli.bench.Probe.Reading;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;

/** Prints the figures of one run, as text while it goes on, or as one JSON object at its end. Owned by the run's event loop. */
final class BenchReport {
    private final Load load;
    private final Tally tally;
    private final PrintWriter out;
    private final boolean asJson;
    private final JsonObject figures = new JsonObject();

    BenchReport(Load load, Tally tally, PrintWriter out, boolean asJson) {
        this.load = load;
        this.tally = tally;
        this.out = out;
        this.asJson = asJson;
    }

    /** Reports the rate of connecting, and the heap for each session if it was read after a collection. */
    void connected(Reading used, double seconds) {
        JsonObject connected = new JsonObject()
                .put("sessions", load.sessions())
                .put("seconds", rounded(seconds))
                .put("cpuSeconds", rounded(used.cpuSeconds()));
        if (!load.pids().isEmpty()) {
            connected.put("heapBytesEach", Math.round(used.heapBytes() / load.sessions()));
        }
        figures.put("connected", connected);
        text(String.format(
                "connected %d sessions in %.1f s: %.0f a second, %.0f a CPU-second%s%n",
                load.sessions(),
                seconds,
                load.sessions() / seconds,
                load.sessions() / used.cpuSeconds(),
                load.pids().isEmpty()
                        ? ""
                        : String.format(", %.1f KB heap each", used.heapBytes() / 1024 / load.sessions())));
    }

    /** Reports the resources that idle sessions use. */
    void idle(Reading used) {
        figures.put(
                "idle",
                new JsonObject()
                        .put("sessions", tally.online)
                        .put("millis", load.rest().toMillis())
                        .put("cpuSeconds", rounded(used.cpuSeconds()))
                        .put("closed", tally.closed));
        text(String.format(
                "idle      %d sessions for %d s: %.2f CPU-seconds, %d closed%n",
                tally.online, load.rest().toSeconds(), used.cpuSeconds(), tally.closed));
    }

    /**
     * Reports the rate of pushes, their latency, and the checks of their delivery.
     *
     * @param refused the number of pushes that were not stored
     * @param unacked the number of messages that the mailboxes still owe
     */
    void pushed(Reading used, double seconds, long refused, long unacked) {
        figures.put("pushed", pushedJson(used, seconds)).put("checked", checkedJson(refused, unacked));
        text(String.format(
                "pushed    %d messages of %d bytes in %.1f s: %.0f a second, %.0f acknowledged pushes a CPU-second%n",
                load.messages(),
                load.bodyBytes(),
                seconds,
                load.messages() / seconds,
                load.messages() / used.cpuSeconds()));
        text(String.format(
                "latency   p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n", millis(50), millis(99), millis(100)));
        text(String.format(
                "checked   %d received, %d out of order, %d not stored, %d not acknowledged, %d sessions closed%s%n",
                tally.received,
                tally.outOfOrder,
                refused,
                unacked,
                tally.closed,
                tally.closed == 0 ? "" : " (the last one with " + tally.lastClose + ")"));
        if (asJson) {
            out.println(figures.encode());
        }
        out.flush();
    }

    private JsonObject pushedJson(Reading used, double seconds) {
        return new JsonObject()
                .put("messages", load.messages())
                .put("bodyBytes", load.bodyBytes())
                .put("seconds", rounded(seconds))
                .put("cpuSeconds", rounded(used.cpuSeconds()))
                .put("p50Millis", millis(50))
                .put("p99Millis", millis(99))
                .put("longestMillis", millis(100));
    }

    private JsonObject checkedJson(long refused, long unacked) {
        return new JsonObject()
                .put("received", tally.received)
                .put("outOfOrder", tally.outOfOrder)
                .put("notStored", refused)
                .put("notAcknowledged", unacked)
                .put("closed", tally.closed);
    }

    private void text(String line) {
        if (!asJson) {
            out.print(line);
        }
    }

    private double millis(int percentile) {
        return tally.latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
