package io.heartline.client;

/**
 * Whether the server still lives, by what was heard of it; what was said to it proves nothing. Dies with its connection.
 *
 * <pre>
 *   heard ──interval──▶ ASK ──two more──▶ LOST
 *     ▲                  │
 *     └──── anything ────┘
 * </pre>
 */
final class Pulse {
    /** What to do about it. */
    enum Finding {
        ALIVE,
        /** Silent for an interval: ask. */
        ASK,
        /** Silent for two more: gone. */
        LOST
    }

    private final long interval;
    private long heard;
    private boolean asked;

    Pulse(long interval, long now) {
        this.interval = interval;
        this.heard = now;
    }

    void heard(long now) {
        heard = now;
        asked = false;
    }

    Finding check(long now) {
        long silent = now - heard;
        if (silent >= 3 * interval) {
            return Finding.LOST;
        }
        if (silent < interval || asked) {
            return Finding.ALIVE;
        }
        asked = true;
        return Finding.ASK;
    }

    /** When to check next. */
    long due() {
        return heard + (asked ? 3 : 1) * interval;
    }
}
