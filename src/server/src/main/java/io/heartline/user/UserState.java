package io.heartline.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one user: who listens and what is owed. An immutable value; {@link UserCommand}s make the next one.
 *
 * @param epoch names the numbering of the mailbox; empty only in {@link #ABSENT}
 * @param mailbox what was accepted
 * @param devices who is kept
 * @param vector counts the writes by their source
 * @param presence the number of the last presence change
 * @param changedAt when it last changed, in milliseconds since 1970
 * @param stale if this copy has missed a change: should it become the owner's, positions may be lost
 */
public record UserState(
        String epoch,
        Mailbox mailbox,
        Devices devices,
        VersionVector vector,
        long presence,
        long changedAt,
        boolean stale) {

    /** How long an entry outlives its content, so that a returning position is still known. */
    public static final long REMEMBERED_MILLIS = 86_400_000;

    /** Nothing is known of the user. */
    public static final UserState ABSENT =
            new UserState("", Mailbox.EMPTY, Devices.NONE, VersionVector.NONE, 0, 0, false);

    public boolean isAbsent() {
        return epoch.isEmpty();
    }

    /**
     * When time alone will change something: a message, a device, the window of the last push or the entry ends, or a receipt
     * is owed. May be too early, never too late.
     */
    public long nextDue() {
        if (mailbox.receiptsOwed() > 0) {
            return 0;
        }
        boolean live = mailbox.owed() > 0 || !devices.isEmpty();
        long end = live ? Math.min(mailbox.nextExpiry(), devices.nextExpiry()) : changedAt + REMEMBERED_MILLIS;
        return Math.min(mailbox.windowEnd(changedAt), end);
    }

    /** Whether nothing has lived in the entry for so long that no position of it can still return. */
    boolean hasOutlived(long now) {
        return mailbox.owed() == 0
                && mailbox.receiptsOwed() == 0
                && devices.isEmpty()
                && now - changedAt >= REMEMBERED_MILLIS;
    }

    /** The live sessions. */
    public List<LiveSession> sessions() {
        return devices.sessions();
    }

    /** As it is at {@code now}: without what time has ended. */
    UserState at(long now) {
        Mailbox left = mailbox.expired(now);
        Devices kept = devices.keptAt(now);
        if (left == mailbox && kept == devices) {
            return this;
        }
        // Where only the mailbox looked when its next message ends, nothing has changed.
        boolean ended = left.owed() != mailbox.owed() || kept != devices;
        return with(left, kept, ended ? now : changedAt);
    }

    /**
     * As it is at {@code now}, and able to give out positions: with an epoch, and one that can be trusted.
     *
     * @param owner who begins an epoch where there must be another
     */
    UserState ready(long entropy, Writer owner, long now) {
        if (isAbsent()) {
            String born = epochOf(entropy);
            return new UserState(
                    born,
                    mailbox,
                    devices,
                    vector.counting(new WriteSource.EpochBegun(born, owner)),
                    presence,
                    now,
                    false);
        }
        return stale ? at(now).renewed(entropy, owner, now) : at(now);
    }

    /** The device that holds this session, if the entry can be trusted and is in this epoch. */
    @Nullable
    Device attached(String session, String inEpoch) {
        return stale || !epoch.equals(inEpoch) ? null : devices.holding(session);
    }

    /**
     * The state on the smaller side of a split. Marks it stale once, so that the next push or attach begins a new epoch there.
     * Otherwise both sides would give out one position for two messages, and neither a device that changes sides nor the
     * server could tell them apart.
     */
    public UserState apart(WriteSource.SplitSide side, long now) {
        if (stale || vector.has(side)) {
            return this;
        }
        VersionVector counted = vector.counting(side);
        return new UserState(epoch, mailbox, devices.withUnseen(now), counted, presence, changedAt, !isAbsent());
    }

    /** The same state, marked stale: somebody knows a position that it does not. */
    UserState asStale() {
        return new UserState(epoch, mailbox, devices, vector, presence, changedAt, true);
    }

    /** With another content; what all who are owed have acknowledged leaves the mailbox, who is not kept leaves at once. */
    UserState with(Mailbox newMailbox, Devices newDevices, long now) {
        Devices kept = newDevices.keptAt(now);
        Mailbox left = newMailbox.prunedTo(kept.lowestCursor(newMailbox.acked()));
        return new UserState(epoch, left, kept, vector, presence, now, stale);
    }

    UserState with(Devices newDevices, long now) {
        return with(mailbox, newDevices, now);
    }

    /** With a mailbox in which {@code owner} has given out one more number. */
    UserState numbered(Mailbox newMailbox, Writer owner, long now) {
        return new UserState(epoch, newMailbox, devices, vector.counting(owner), presence, now, stale);
    }

    /** The state whose writes {@code owner} reveals: a merge must not take those of another writer for unacknowledged. */
    UserState answeredBy(Writer owner) {
        return isAbsent() || vector.isLastBy(owner)
                ? this
                : new UserState(epoch, mailbox, devices, vector.counting(owner), presence, changedAt, stale);
    }

    /** Without what the window has left behind: no change that keeps an empty entry alive for another day. */
    UserState compacted(long now) {
        Mailbox left = mailbox.compacted(now);
        return left == mailbox ? this : new UserState(epoch, left, devices, vector, presence, changedAt, stale);
    }

    UserState presence(long n) {
        return n == presence ? this : new UserState(epoch, mailbox, devices, vector, n, changedAt, stale);
    }

    /** Under a new epoch, because positions were lost: every device starts again and must be told; all sessions end. */
    UserState renewed(long entropy, Writer owner, long now) {
        // The old epoch stirred in: the same random bits may have made it.
        String next = epochOf(entropy * 31 + epoch.hashCode());
        Mailbox fresh = mailbox.renumbered();
        Devices restarted =
                devices.each(device -> (device.online() ? device.detached(now) : device).restarted(fresh.pruned()));
        return new UserState(
                next,
                fresh,
                restarted.keptAt(now),
                vector.counting(new WriteSource.EpochBegun(next, owner)),
                presence,
                now,
                false);
    }

    static String epochOf(long entropy) {
        return Long.toString(entropy & Long.MAX_VALUE, 36);
    }
}
