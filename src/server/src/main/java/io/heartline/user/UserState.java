package io.heartline.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of a user: devices with their sessions, and owed messages. An immutable value; a {@link UserCommand} makes
 * the next one.
 *
 * @param epoch the id of the numbering of the mailbox; empty only in {@link #ABSENT}
 * @param mailbox the accepted messages
 * @param devices the kept devices
 * @param vector the writes, counted by their source
 * @param presence the number of the last presence change
 * @param changedAt the time of the last change, in milliseconds since 1970
 * @param stale true if this replica has missed a change: if it becomes the owner's, positions may be lost
 * @param cutoff the tokens that are refused
 */
public record UserState(
        String epoch,
        Mailbox mailbox,
        Devices devices,
        VersionVector vector,
        long presence,
        long changedAt,
        boolean stale,
        TokenCutoff cutoff) {

    /** The time that an entry outlives its content, so that a returning position is still known. */
    public static final long REMEMBERED_MILLIS = 86_400_000;

    /** The state of a user of whom nothing is known. */
    public static final UserState ABSENT =
            new UserState("", Mailbox.EMPTY, Devices.NONE, VersionVector.NONE, 0, 0, false, TokenCutoff.NONE);

    public boolean isAbsent() {
        return epoch.isEmpty();
    }

    /**
     * The time of the next change that needs no command: a message, a device, the idempotency window of the last push
     * or the entry ends, or a receipt is due. May be too early, never too late.
     */
    public long nextDue() {
        if (mailbox.receiptsOwed() > 0) {
            return 0;
        }
        boolean live = mailbox.owed() > 0 || !devices.isEmpty();
        long end = live ? Math.min(mailbox.nextExpiry(), devices.nextExpiry()) : rememberedUntil();
        return Math.min(mailbox.windowEnd(changedAt), end);
    }

    /** The time at which an empty entry may be forgotten. */
    private long rememberedUntil() {
        return Math.max(changedAt + REMEMBERED_MILLIS, cutoff.until());
    }

    /** True if the entry has been empty for so long that no position of it can still return, and refuses no token. */
    boolean hasOutlived(long now) {
        return mailbox.owed() == 0 && mailbox.receiptsOwed() == 0 && devices.isEmpty() && now >= rememberedUntil();
    }

    /** The estimated heap that this state takes, in bytes, without the name of its user. */
    public long weight() {
        return isAbsent() ? 0 : HeapWeight.ENTRY + mailbox.weight() + HeapWeight.of(devices) + HeapWeight.of(vector);
    }

    /** The part of {@link #weight} for messages that are only remembered for the idempotency window. */
    public long rememberedWeight() {
        return mailbox.rememberedWeight() + HeapWeight.SLOT * (mailbox.size() - mailbox.owed());
    }

    /** The live sessions. */
    public List<LiveSession> sessions() {
        return devices.sessions();
    }

    /** The state at {@code now}, without expired messages and devices. */
    UserState at(long now) {
        Mailbox left = mailbox.expired(now);
        Devices kept = devices.keptAt(now);
        if (left == mailbox && kept == devices) {
            return this;
        }
        // If the mailbox only computed its next expiry anew, the state has not changed.
        boolean ended = left.owed() != mailbox.owed() || kept != devices;
        return with(left, kept, ended ? now : changedAt);
    }

    /**
     * The state at {@code now}, with an epoch that can be trusted, so that it can give out positions.
     *
     * @param owner the node that begins an epoch if a new one is needed
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
                    false,
                    cutoff);
        }
        return stale ? at(now).renewed(entropy, owner, now) : at(now);
    }

    /** The device that holds this session, if the entry can be trusted and is in this epoch. */
    @Nullable
    Device attached(String session, String inEpoch) {
        return stale || !epoch.equals(inEpoch) ? null : devices.holding(session);
    }

    /**
     * The state on the smaller side of a split. Marks it stale once, so that the next push or attach begins a new epoch
     * there. Otherwise both sides would give out one position for two messages. Neither the server nor a device that
     * changes sides could distinguish them.
     */
    public UserState apart(WriteSource.SplitSide side, long now) {
        if (stale || vector.has(side)) {
            return this;
        }
        VersionVector counted = vector.counting(side);
        return new UserState(
                epoch, mailbox, devices.withUnseen(now), counted, presence, changedAt, !isAbsent(), cutoff);
    }

    /** The same state, marked stale after a session named a position that it does not have. */
    UserState asStale() {
        return new UserState(epoch, mailbox, devices, vector, presence, changedAt, true, cutoff);
    }

    /**
     * The state with other messages and devices. Messages that all their devices have acknowledged leave the mailbox.
     * Devices that are no longer kept leave too.
     */
    UserState with(Mailbox newMailbox, Devices newDevices, long now) {
        Devices kept = newDevices.keptAt(now);
        Mailbox left = newMailbox.prunedTo(kept.lowestCursor(newMailbox.acked()));
        return new UserState(epoch, left, kept, vector, presence, now, stale, cutoff);
    }

    UserState with(Devices newDevices, long now) {
        return with(mailbox, newDevices, now);
    }

    /** The state with a mailbox in which {@code owner} has given out one more seq. */
    UserState numbered(Mailbox newMailbox, Writer owner, long now) {
        return new UserState(epoch, newMailbox, devices, vector.counting(owner), presence, now, stale, cutoff);
    }

    /**
     * The state after an answer by {@code owner} revealed its content. The owner is then counted as a writer, so that a
     * merge does not discard revealed writes of another writer as unacknowledged.
     */
    UserState answeredBy(Writer owner) {
        return isAbsent() || vector.isLastBy(owner)
                ? this
                : new UserState(epoch, mailbox, devices, vector.counting(owner), presence, changedAt, stale, cutoff);
    }

    /**
     * The state without messages outside the idempotency window. Keeps {@code changedAt}, since this must not keep an
     * empty entry alive for another day.
     */
    UserState compacted(long now) {
        Mailbox left = mailbox.compacted(now);
        return left == mailbox ? this : new UserState(epoch, left, devices, vector, presence, changedAt, stale, cutoff);
    }

    UserState presence(long n) {
        return n == presence ? this : new UserState(epoch, mailbox, devices, vector, n, changedAt, stale, cutoff);
    }

    /** The state that also refuses what {@code other} refuses. */
    UserState cutOff(TokenCutoff other) {
        TokenCutoff both = cutoff.and(other);
        return both.equals(cutoff)
                ? this
                : new UserState(epoch, mailbox, devices, vector, presence, changedAt, stale, both);
    }

    /**
     * The state under a new epoch, after positions were lost. Every device starts again and must learn of the reset;
     * all sessions end.
     */
    UserState renewed(long entropy, Writer owner, long now) {
        // Mixes in the old epoch, which may come from the same random bits.
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
                false,
                cutoff);
    }

    static String epochOf(long entropy) {
        return Long.toString(entropy & Long.MAX_VALUE, 36);
    }
}
