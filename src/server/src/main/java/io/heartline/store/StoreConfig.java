package io.heartline.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How entries are kept.
 *
 * @param backups how many copies of an entry there are besides the owner's: 1 or 2
 * @param deadline how long after its submission a command is answered at the latest
 * @param limits how much may wait
 */
public record StoreConfig(int backups, Duration deadline, Limits limits) {
    /** Above the time within which a hung node is expelled, so that a command outlives the loss of a node. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(8);

    /**
     * How much waits at most; what comes on top is refused as overload. Bytes are those of bodies and an allowance for
     * the rest.
     *
     * @param batchCommands commands in one batch
     * @param batchBytes bytes that one batch carries or may be answered with; one command always fits
     * @param windowBatches batches that one store has out at a time to the same nodes
     * @param laneCommands commands that wait for one partition, in one store
     * @param storeBytes bytes that wait in one store
     */
    public record Limits(int batchCommands, long batchBytes, int windowBatches, int laneCommands, long storeBytes) {
        /** On a small heap less may wait: there is one store for each event loop, and the entries need the most of it. */
        public static final Limits DEFAULT = new Limits(
                128,
                2 << 20,
                8,
                4_096,
                Math.min(64 << 20, Math.max(8 << 20, Runtime.getRuntime().maxMemory() / 32)));

        public Limits {
            if (batchCommands < 1 || batchBytes < 1 || windowBatches < 1 || laneCommands < 1 || storeBytes < 1) {
                throw new IllegalArgumentException("every limit of the store must be at least 1");
            }
        }
    }

    public StoreConfig {
        List<String> faults = new ArrayList<>();
        if (backups < 1 || backups > 2) {
            faults.add("backups: must be 1 or 2, not " + backups);
        }
        if (deadline.compareTo(Duration.ofMillis(100)) < 0 || deadline.compareTo(Duration.ofMinutes(1)) > 0) {
            faults.add("deadline: must be between 100 ms and 60 s, not " + deadline.toMillis() + " ms");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    /** With the default deadline and limits. */
    public static StoreConfig of(int backups) {
        return new StoreConfig(backups, DEFAULT_DEADLINE, Limits.DEFAULT);
    }
}
