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
 * The scenarios with network partitions. Repeatedly separates a minority of nodes from the others for a minute, then repairs
 * the network. Clients and publishers reach both sides all the time. The minority rotates, so that it includes each node once.
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

    /** The number of nodes on the smaller side. */
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
