package io.heartline.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits of the batches that one gateway sends to one peer, and of the hints that wait for it.
 *
 * @param batches the number of batches that may be unanswered; the hints of later ticks fill the next batches meanwhile
 * @param bytes the number of bytes of batches that may be unanswered or wait for credit
 * @param batchBytes the size from which a batch is full; a longer hint makes a batch of its own
 * @param waiting the number of sessions that may have a hint waiting for credit; evictions and settled notices have as
 *     many places more
 * @param timeout the time after which an unanswered batch counts as lost
 */
public record BusWindow(int batches, long bytes, int batchBytes, int waiting, Duration timeout) {
    public static final BusWindow DEFAULT = new BusWindow(16, 4 << 20, 128 << 10, 16_384, Duration.ofSeconds(3));

    public BusWindow {
        List<String> faults = new ArrayList<>();
        if (batches < 1) {
            faults.add("hint-batches: at least one batch must be allowed, not " + batches);
        }
        if (bytes < Hint.MOST_WITHOUT_FRAME * 2L) {
            faults.add("hint-bytes: at least " + Hint.MOST_WITHOUT_FRAME * 2 + " must be allowed, not " + bytes);
        }
        if (batchBytes < 1) {
            faults.add("hint-batch-bytes: must be positive, not " + batchBytes);
        }
        if (waiting < 1) {
            faults.add("hint-waiting: at least one session must be able to wait, not " + waiting);
        }
        if (timeout.toMillis() < 1) {
            faults.add("hint-timeout-millis: must be positive, not " + timeout.toMillis());
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    /** The most bytes that are kept for a peer: no more than its unanswered batches have if all are full. */
    long mostBytes() {
        return Math.max(Hint.MOST_WITHOUT_FRAME * 2L, Math.min(bytes, (long) batches * batchBytes));
    }
}
