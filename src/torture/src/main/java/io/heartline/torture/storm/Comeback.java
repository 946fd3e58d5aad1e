package io.heartline.torture.storm;

import java.util.random.RandomGenerator;

/** How long a client waits before it connects again. */
interface Comeback {
    /** In milliseconds, before the n-th try in a row, from 0. */
    long wait(int tries);

    /** As the project's own clients do: any time between nothing and a bound that doubles, 500 ms to 30 s. */
    static Comeback jittered(RandomGenerator random) {
        return tries -> random.nextLong(Math.min(30_000, 500L << Math.min(tries, 10)) + 1);
    }

    /** At once, and only then as others do: what a crowd of simple clients does when a balancer drops them all. */
    static Comeback atOnce(RandomGenerator random) {
        Comeback later = jittered(random);
        return tries -> tries == 0 ? 0 : later.wait(tries);
    }
}
