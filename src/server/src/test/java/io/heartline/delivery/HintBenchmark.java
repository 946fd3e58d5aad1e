package io.heartline.delivery;

import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Measures the cost to write and to read a hint. Run it by hand: it checks nothing. */
final class HintBenchmark {
    private static final GatewayId SENDER = new GatewayId("2f5b1f3c-7d1e-4a66-9a51-0c2d7c9f1a11", 1);
    private static final int HINTS = 100;
    private static final int BATCHES = 20_000;

    private HintBenchmark() {}

    public static void main(String[] args) {
        for (int frameBytes : new int[] {-1, 100, 1_000}) {
            List<Hint> hints = hints(frameBytes);
            Buffer batch = batch(hints, 1_024);
            for (int round = 0; round < 5; round++) {
                long write = time(() -> batch(hints, batch.length()).length());
                long read = time(() -> read(batch));
                if (round == 4) {
                    System.out.printf(
                            "frame of %5d bytes: %4d ns to write, %4d ns to read a hint; %d bytes each%n",
                            frameBytes, write, read, batch.length() / HINTS);
                }
            }
        }
    }

    private interface Work {
        long run();
    }

    private static long time(Work work) {
        long sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < BATCHES; i++) {
            sum += work.run();
        }
        long nanos = System.nanoTime() - start;
        if (sum == 0) {
            throw new IllegalStateException("nothing was done");
        }
        return nanos / ((long) BATCHES * HINTS);
    }

    private static Buffer batch(List<Hint> hints, int expected) {
        HintBatch batch = new HintBatch(SENDER, expected);
        for (Hint hint : hints) {
            batch.add(hint);
        }
        return batch.sealed(1);
    }

    private static long read(Buffer batch) {
        long[] sum = {0};
        HintCodec.hints(batch, hint -> sum[0] += hint.user().length());
        return sum[0];
    }

    private static List<Hint> hints(int frameBytes) {
        List<Hint> hints = new ArrayList<>();
        for (int i = 0; i < HINTS; i++) {
            Buffer frame = frameBytes < 0 ? null : Buffer.buffer("x".repeat(frameBytes));
            hints.add(new Hint.Message(
                    "user-" + (10_000 + i),
                    "01JCW2E4Z3V9K7T5M1Q8R6S" + (100 + i),
                    new Position("1y2p0ij32e8e7", i),
                    frame == null ? null : new Encoded(i, frame)));
        }
        return hints;
    }
}
