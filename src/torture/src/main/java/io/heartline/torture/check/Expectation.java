package io.heartline.torture.check;

/**
 * What a run may cost, and the limits by which it is judged.
 *
 * @param backups copies of an entry beside its owner
 * @param heartbeatMillis the server's: a silent client is given up after three
 * @param stuckMillis how long a device that is connected and acknowledges may wait for a stored message
 * @param presenceMillis how long after a session came or went it may be told wrongly
 * @param clockMillis how far the clocks of two nodes may differ
 */
public record Expectation(
        Leniency leniency, int backups, long heartbeatMillis, long stuckMillis, long presenceMillis, long clockMillis) {

    /** How much may go wrong because of what was done to the cluster. */
    public enum Leniency {
        /** Nothing: no epoch changes. */
        STRICT,
        /** The cluster was split and the smaller side refused: epochs may change where all copies were there. */
        CUT_AWAY,
        /** The cluster was split and both sides served: epochs may change and positions clash, nothing may be lost. */
        SPLIT,
        /** More nodes were lost than there are backups: epochs may change and messages be lost, but never silently. */
        NODES_LOST
    }

    /** Nothing may go wrong; the server's defaults. */
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
