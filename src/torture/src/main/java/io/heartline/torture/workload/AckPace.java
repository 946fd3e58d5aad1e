package io.heartline.torture.workload;

import java.util.random.RandomGenerator;

/**
 * The times at which a device acknowledges.
 *
 * @param messages the number of messages after which it acknowledges at once
 * @param millis the longest delay of an acknowledgement
 * @param late true if a message counts as processed with its acknowledgement only, not on arrival
 */
record AckPace(int messages, long millis, boolean late) {
    static AckPace of(DeviceBehaviour behaviour, RandomGenerator random) {
        return behaviour == DeviceBehaviour.SLOW
                ? new AckPace(Integer.MAX_VALUE, 200 + random.nextLong(1_500), true)
                : new AckPace(1 + random.nextInt(8), 10 + random.nextLong(41), false);
    }
}
