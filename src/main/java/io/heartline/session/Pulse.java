package io.heartline.session;

/** Whether a peer still lives, by what was heard of it. Owned by its gateway's event loop. */
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
