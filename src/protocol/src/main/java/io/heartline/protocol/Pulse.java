package io.heartline.protocol;

/**
 * Whether the other side still lives, by what was heard of it; what was said to it proves nothing (PROTOCOL.md, section 2,
 * heartbeats). Both sides go by it. Dies with its connection; owned by the event loop of that.
 *
 * <pre>
 *   heard ──interval──▶ ASK ──two more──▶ LOST
 *     ▲                  │
 *     └──── anything ────┘
 * </pre>
 */
public final class Pulse {
    /** What to do about it. */
    public enum Finding {
        ALIVE,
        /** Silent for an interval: ask. */
        ASK,
        /** Silent for two more: gone. */
        LOST
    }

    private final long interval;
    private long heard;
    private boolean asked;

    /** Times are in milliseconds, by one clock. */
    public Pulse(long interval, long now) {
        this.interval = interval;
        this.heard = now;
    }

    /** A frame of any kind came. */
    public void heard(long now) {
        heard = now;
        asked = false;
    }

    /** What {@code now} asks for; says {@link Finding#ASK} once for a silence. */
    public Finding check(long now) {
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
    public long due() {
        return heard + (asked ? 3 : 1) * interval;
    }
}
