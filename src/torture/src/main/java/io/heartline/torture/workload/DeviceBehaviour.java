package io.heartline.torture.workload;

import java.util.random.RandomGenerator;

/** The behaviour of a device. */
enum DeviceBehaviour {
    /** Stays connected, acknowledges, and answers. */
    STEADY(30),
    /** Drops its connection without a close frame, and reconnects to another node. */
    DROPPER(20),
    /** Closes with a close frame, and reconnects to another node. */
    WANDERER(12),
    /** Stops acknowledging, or even reading, until it resumes or the server closes. */
    STALLER(10),
    /** Leaves its connection half-open, and connects again elsewhere. */
    HALF_OPEN(10),
    /** Sends a bye, and reconnects as a new device. */
    LEAVER(8),
    /** Acknowledges late. */
    SLOW(10);

    private final int weight;

    DeviceBehaviour(int weight) {
        this.weight = weight;
    }

    static DeviceBehaviour of(RandomGenerator random) {
        int all = 0;
        for (DeviceBehaviour behaviour : values()) {
            all += behaviour.weight;
        }
        int left = random.nextInt(all);
        for (DeviceBehaviour behaviour : values()) {
            left -= behaviour.weight;
            if (left < 0) {
                return behaviour;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    boolean isRestless() {
        return this != STEADY && this != SLOW;
    }
}
