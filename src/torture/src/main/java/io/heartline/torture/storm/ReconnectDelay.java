package io.heartline.torture.storm;

import java.util.random.RandomGenerator;

/** The delay before a client reconnects. */
interface ReconnectDelay {
    /** The delay before the n-th attempt in a row, from 0, in milliseconds. */
    long wait(int tries);

    /** Full jitter, as in Heartline's own clients: a random time up to a bound that doubles from 500 ms to 30 s. */
    static ReconnectDelay jittered(RandomGenerator random) {
        return tries -> random.nextLong(Math.min(30_000, 500L << Math.min(tries, 10)) + 1);
    }

    /** No delay before the first attempt, then full jitter: simple clients after a load balancer drops them. */
    static ReconnectDelay atOnce(RandomGenerator random) {
        ReconnectDelay later = jittered(random);
        return tries -> tries == 0 ? 0 : later.wait(tries);
    }
}
