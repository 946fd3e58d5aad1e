package io.heartline.api;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Makes ids for pushes that come without: 26 letters and digits, the time first so that they sort by it, then 80 random
 * bits. Owned by one event loop.
 */
final class MessageIds {
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int TIME_DIGITS = 10;
    private static final int HALF_RANDOM_DIGITS = 8;

    private final InstantSource clock;
    private final RandomGenerator random;

    MessageIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Ids that nobody can be expected to make as well. */
    static MessageIds random(InstantSource clock) {
        return new MessageIds(clock, new SplittableRandom(new SecureRandom().nextLong()));
    }

    String next() {
        char[] id = new char[TIME_DIGITS + 2 * HALF_RANDOM_DIGITS];
        write(clock.millis(), id, 0, TIME_DIGITS);
        write(random.nextLong(), id, TIME_DIGITS, HALF_RANDOM_DIGITS);
        write(random.nextLong(), id, TIME_DIGITS + HALF_RANDOM_DIGITS, HALF_RANDOM_DIGITS);
        return new String(id);
    }

    /** The lowest {@code 5 * count} bits, the highest of them first. */
    private static void write(long bits, char[] to, int from, int count) {
        long rest = bits;
        for (int i = from + count - 1; i >= from; i--) {
            to[i] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
    }
}
