package io.heartline.user;

import java.util.List;

/**
 * All that is known of one user: who listens and what is owed. An immutable value; {@link UserCommand}s make the next one.
 *
 * @param epoch the numbering that the mailbox is in; empty only in {@link #ABSENT}
 * @param mailbox what was accepted
 * @param devices who is kept
 * @param numbering which nodes gave out the numbers
 * @param presence the number of the last presence change
 * @param changedAt when it last changed, in milliseconds since 1970
 * @param suspect whether this copy has missed a change: should it become the owner's, positions may be lost
 */
public record UserState(
        String epoch,
        Mailbox mailbox,
        Devices devices,
        Numbering numbering,
        long presence,
        long changedAt,
        boolean suspect) {

    /** How long an entry outlives its content, so that a returning position is still known. */
    public static final long REMEMBERED_MILLIS = 86_400_000;

    /** Nothing is known of the user. */
    public static final UserState ABSENT = new UserState("", Mailbox.EMPTY, Devices.NONE, Numbering.NONE, 0, 0, false);

    public boolean isAbsent() {
        return epoch.isEmpty();
    }

    /** When time alone will change something: a message, a device, the window or the entry ends, or a receipt is owed. */
    public long nextDue() {
        if (mailbox.receiptsOwed() > 0) {
            return 0;
        }
        long forget = mailbox.size() > mailbox.owed() ? changedAt + Mailbox.WINDOW_MILLIS : Long.MAX_VALUE;
        boolean live = mailbox.owed() > 0 || !devices.isEmpty();
        long end = live ? Math.min(mailbox.nextExpiry(), devices.nextExpiry()) : changedAt + REMEMBERED_MILLIS;
        return Math.min(forget, end);
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
        return left == mailbox && kept == devices ? this : with(left, kept, now);
    }

    /** As it is at {@code now}, and able to give out positions: with an epoch, and one that can be trusted. */
    UserState ready(long entropy, String owner, long now) {
        if (isAbsent()) {
            return new UserState(epochOf(entropy), mailbox, devices, numbering, presence, now, false);
        }
        return suspect ? at(now).renewed(epochOf(entropy), owner, now) : at(now);
    }

    /** With another content; what all who are owed have acknowledged leaves the mailbox. */
    UserState with(Mailbox newMailbox, Devices newDevices, long now) {
        Mailbox left = newMailbox.prunedTo(newDevices.lowestCursor(newMailbox.acked()));
        return new UserState(epoch, left, newDevices, numbering, presence, now, suspect);
    }

    UserState with(Devices newDevices, long now) {
        return with(mailbox, newDevices, now);
    }

    /** With a mailbox in which {@code owner} has given out one more number. */
    UserState numbered(Mailbox newMailbox, String owner, long now) {
        return new UserState(epoch, newMailbox, devices, numbering.counting(owner), presence, now, suspect);
    }

    UserState presence(long n) {
        return n == presence ? this : new UserState(epoch, mailbox, devices, numbering, n, changedAt, suspect);
    }

    /** Under a new epoch, because positions were lost: every device starts again and must be told; all sessions end. */
    UserState renewed(String newEpoch, String owner, long now) {
        Mailbox fresh = mailbox.renumbered();
        Devices restarted =
                devices.each(device -> (device.online() ? device.detached(now) : device).restarted(fresh.pruned()));
        return new UserState(newEpoch, fresh, restarted, numbering.counting(owner), presence, now, false);
    }

    static String epochOf(long entropy) {
        return Long.toString(entropy & Long.MAX_VALUE, 36);
    }
}
