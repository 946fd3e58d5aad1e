package io.heartline.user;

/** A session that the entry holds no longer and whose gateway must close it, saying why. */
public record Eviction(LiveSession session, Cause cause) {
    /** Why a session was evicted. */
    public enum Cause {
        /** The same device connected again. */
        REPLACED,
        /** Positions were lost; the epoch changed. */
        POSITION_LOST,
        /** An operator removed it. */
        REMOVED
    }
}
