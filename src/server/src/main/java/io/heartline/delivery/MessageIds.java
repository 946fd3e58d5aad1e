package io.heartline.delivery;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids for messages that come without one: 26 characters, 48 bits of time before 80 random bits, so that ids
 * sort by the millisecond they were made in. Owned by whoever owns its random generator.
 */
public final class MessageIds {
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 26;
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS_EACH = 8; // 40 bits of each random number

    private final InstantSource clock;
    private final RandomGenerator random;

    public MessageIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public String next() {
        char[] id = new char[LENGTH];
        write(clock.millis(), id, 0, TIME_DIGITS);
        write(random.nextLong(), id, TIME_DIGITS, RANDOM_DIGITS_EACH);
        write(random.nextLong(), id, TIME_DIGITS + RANDOM_DIGITS_EACH, RANDOM_DIGITS_EACH);
        return new String(id);
    }

    /** Writes the lowest {@code 5 * count} bits. */
    private static void write(long value, char[] id, int from, int count) {
        long rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            id[i] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
    }
}
