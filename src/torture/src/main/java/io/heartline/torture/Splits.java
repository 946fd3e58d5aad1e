package io.heartline.torture;

import io.heartline.torture.field.Field;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Cuts the network in two, a minority on one side and the rest on the other, for a minute each time, and mends it. Clients
 * and publishers reach both sides all the while. The minority goes round, so that each node is on it.
 */
final class Splits {
    private static final Duration CUT = Duration.ofMinutes(1);
    private static final Duration CALM = Duration.ofSeconds(20);
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(1);

    private final TortureConfig config;
    private final Field field;
    private final Recorder recorder;

    Splits(TortureConfig config, Field field, Recorder recorder) {
        this.config = config;
        this.field = field;
        this.recorder = recorder;
    }

    void run() throws IOException, NotWhole, InterruptedException {
        long end = recorder.now() + config.length().toMillis();
        for (long number = 1; number <= config.faults() && recorder.now() < end; number++) {
            pause(CALM);
            split(number);
        }
        pause(CALM);
    }

    /** How many nodes are on the smaller side. */
    static int minority(int nodes) {
        return (nodes - 1) / 2;
    }

    private void split(long number) throws IOException, NotWhole, InterruptedException {
        List<String> nodes = field.sites().stream().map(Site::name).toList();
        int minority = minority(nodes.size());
        int first = (int) ((number - 1) * minority % nodes.size());
        List<String> small = nodes.stream()
                .filter(node -> Math.floorMod(nodes.indexOf(node) - first, nodes.size()) < minority)
                .toList();
        List<String> large =
                nodes.stream().filter(node -> !small.contains(node)).toList();
        recorder.record(new Event.FaultBegun(recorder.now(), number, "split", small, "from " + large));
        try {
            field.split(large, small);
            pause(CUT);
        } finally {
            field.restore();
            recorder.record(new Event.FaultEnded(recorder.now(), number));
        }
        field.awaitWhole(WHOLE_WITHIN);
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
