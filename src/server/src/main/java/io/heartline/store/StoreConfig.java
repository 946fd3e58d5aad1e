package io.heartline.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of the store.
 *
 * @param backups the number of replicas of an entry besides the owner's: 1 or 2
 * @param deadline the time from submission within which a command is answered
 * @param limits the limits of waiting commands
 */
public record StoreConfig(int backups, Duration deadline, Limits limits) {
    /** Above the time within which a hung node is expelled, so that a command outlives the loss of a node. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(8);

    /**
     * The limits of waiting commands; more are refused as overload. Bytes are those of bodies and an allowance for
     * the rest.
     *
     * @param batchCommands commands in one batch
     * @param batchBytes bytes that one batch carries or may be answered with; one command always fits
     * @param batchesInFlight batches that one store has sent to the same nodes and that are not answered yet
     * @param queueCommands commands that wait for one partition, in one store
     * @param storeBytes bytes that wait in one store
     */
    public record Limits(int batchCommands, long batchBytes, int batchesInFlight, int queueCommands, long storeBytes) {
        /** On a small heap less may wait: there is one store for each event loop, and the entries need the most of it. */
        public static final Limits DEFAULT = new Limits(
                128,
                2 << 20,
                8,
                4_096,
                Math.min(64 << 20, Math.max(2 << 20, Runtime.getRuntime().maxMemory() / 32)));

        public Limits {
            if (batchCommands < 1 || batchBytes < 1 || batchesInFlight < 1 || queueCommands < 1 || storeBytes < 1) {
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
