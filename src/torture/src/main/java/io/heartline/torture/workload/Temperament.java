package io.heartline.torture.workload;

import java.util.random.RandomGenerator;

/** How a device behaves, for as long as it is let. */
enum Temperament {
    /** Stays, acknowledges, answers. */
    STEADY(30),
    /** Cuts its connection without a word and comes back on another node after a moment. */
    DROPPER(20),
    /** Closes in good order and comes back on another node. */
    WANDERER(12),
    /** Stops acknowledging, or reading altogether, until it goes on or the server has had enough. */
    STALLER(10),
    /** Falls silent, keeps the connection, and connects again elsewhere. */
    HALF_OPEN(10),
    /** Says bye, and comes back under a new name. */
    LEAVER(8),
    /** Takes its time with every acknowledgement. */
    SLOW(10);

    private final int weight;

    Temperament(int weight) {
        this.weight = weight;
    }

    static Temperament of(RandomGenerator random) {
        int all = 0;
        for (Temperament temperament : values()) {
            all += temperament.weight;
        }
        int left = random.nextInt(all);
        for (Temperament temperament : values()) {
            left -= temperament.weight;
            if (left < 0) {
                return temperament;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    boolean isRestless() {
        return this != STEADY && this != SLOW;
    }
}
