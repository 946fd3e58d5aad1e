package io.heartline.torture.workload;

import java.util.random.RandomGenerator;

/**
 * When a device acknowledges.
 *
 * @param messages after so many at once
 * @param millis at the latest so long after a message came
 * @param late whether a message counts as finished with its acknowledgement only, not as soon as it has come
 */
record Pace(int messages, long millis, boolean late) {
    static Pace of(Temperament temperament, RandomGenerator random) {
        return temperament == Temperament.SLOW
                ? new Pace(Integer.MAX_VALUE, 200 + random.nextLong(1_500), true)
                : new Pace(1 + random.nextInt(8), 10 + random.nextLong(41), false);
    }
}
