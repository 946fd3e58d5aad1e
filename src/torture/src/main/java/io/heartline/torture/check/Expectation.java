package io.heartline.torture.check;

/**
 * The limits by which a history is checked.
 *
 * @param backups the number of replicas of an entry besides the owner
 * @param heartbeatMillis the server's heartbeat interval: a silent client is disconnected after three
 * @param stuckMillis the longest time that a connected device that acknowledges may wait for a stored message
 * @param presenceMillis the time after a change of sessions during which presence may be wrong
 * @param clockMillis the highest difference between the clocks of two nodes
 */
public record Expectation(
        Leniency leniency, int backups, long heartbeatMillis, long stuckMillis, long presenceMillis, long clockMillis) {

    /** The violations that the faults excuse. */
    public enum Leniency {
        /** None: no epoch may change. */
        STRICT,
        /** The cluster was split and the minority refused: epochs may change if the minority had all replicas. */
        CUT_AWAY,
        /** The cluster was split and both sides served: epochs may change and positions may conflict; no message may be lost. */
        SPLIT,
        /** More nodes were lost than there are backups: epochs may change and messages may be lost; clients must get a reset. */
        NODES_LOST
    }

    /** No violation is excused; times are the server's defaults. */
    public static Expectation strict() {
        return new Expectation(Leniency.STRICT, 1, 25_000, 90_000, 10_000, 1_000);
    }

    public Expectation leniency(Leniency other) {
        return new Expectation(other, backups, heartbeatMillis, stuckMillis, presenceMillis, clockMillis);
    }

    public Expectation backups(int other) {
        return new Expectation(leniency, other, heartbeatMillis, stuckMillis, presenceMillis, clockMillis);
    }

    public Expectation heartbeatMillis(long other) {
        return new Expectation(leniency, backups, other, stuckMillis, presenceMillis, clockMillis);
    }

    public Expectation stuckMillis(long other) {
        return new Expectation(leniency, backups, heartbeatMillis, other, presenceMillis, clockMillis);
    }

    public Expectation presenceMillis(long other) {
        return new Expectation(leniency, backups, heartbeatMillis, stuckMillis, other, clockMillis);
    }

    boolean bothSidesServed() {
        return leniency == Leniency.SPLIT;
    }

    boolean isStrict() {
        return leniency == Leniency.STRICT;
    }
}
