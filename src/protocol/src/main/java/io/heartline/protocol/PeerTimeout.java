package io.heartline.protocol;

/**
 * Timeout of a peer that sends nothing (PROTOCOL.md, section 2, heartbeats). Server and client both use it. Only
 * received frames count: sending succeeds for a while even if the peer is gone. One for each connection, owned by its
 * event loop.
 *
 * <pre>
 *   heard ──interval──▶ ASK ──two more──▶ LOST
 *     ▲                  │
 *     └──── anything ────┘
 * </pre>
 */
public final class PeerTimeout {
    /** Result of a check. */
    public enum Finding {
        ALIVE,
        /** Silent for one interval: send a ping. */
        ASK,
        /** Silent for two more intervals: close the connection. */
        LOST
    }

    private final long interval;
    private long heard;
    private boolean asked;

    /** All times are milliseconds of one clock. */
    public PeerTimeout(long interval, long now) {
        this.interval = interval;
        this.heard = now;
    }

    /** Notes that a frame of any kind was received. */
    public void heard(long now) {
        heard = now;
        asked = false;
    }

    /** Checks the silence until {@code now}; returns {@link Finding#ASK} once for each silence. */
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

    /** Time of the next check. */
    public long due() {
        return heard + (asked ? 3 : 1) * interval;
    }
}
