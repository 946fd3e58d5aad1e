package io.heartline.user;

import io.heartline.user.Sweep.Swept;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cleans up an entry after time has passed or nodes were lost. Ends expired messages and devices, returns the receipts
 * of expired messages, and detaches the sessions of lost nodes. Removes an entry that has been empty for a day.
 *
 * @param alive the ids of all nodes in sight
 * @param before sessions that connected at or after this time are left alone: their node may be newer than
 *     {@code alive}
 */
public record Sweep(Set<String> alive, long before, long now) implements UserCommand<Swept> {
    /**
     * The entry has been cleaned up.
     *
     * @param reaped the number of sessions of lost nodes that were detached
     * @param presence the end of these sessions
     * @param expired messages that ended unacknowledged and whose receipt is to be published, once
     * @param sessions the sessions that are left
     */
    public record Swept(
            String epoch,
            int reaped,
            List<PresenceChange> presence,
            List<MilestoneReached> expired,
            List<LiveSession> sessions) {}

    public Sweep {
        alive = Set.copyOf(alive);
    }

    /**
     * The same sweep, which also spares the sessions of the nodes in sight of the node that applies it. A sweep may be
     * decided on one side of a split and arrive after the split has healed. It must not treat the sessions of the other
     * side as lost.
     */
    public Sweep sparing(Set<String> inSight) {
        if (alive.containsAll(inSight)) {
            return this;
        }
        Set<String> all = new HashSet<>(alive);
        all.addAll(inSight);
        return new Sweep(all, before, now);
    }

    /** True if the sweep may change the entry, because something is due or because a lost node holds a session. */
    public boolean concerns(UserState state) {
        return state.nextDue() <= now || state.sessions().stream().anyMatch(this::isOrphan);
    }

    @Override
    public Transition<Swept> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        List<MilestoneReached> expired = present.mailbox().expiredUnpublished().stream()
                .map(m -> new MilestoneReached(m.seq(), m.id(), DeliveryWatch.RECEIPT, true))
                .toList();
        List<Device> orphaned = present.devices().all().stream()
                .filter(device -> device.session() != null && isOrphan(device.session()))
                .toList();
        Devices devices = orphaned.isEmpty()
                ? present.devices()
                : present.devices().each(device -> orphaned.contains(device) ? device.detached(now) : device);
        PresenceNotes notes = new PresenceNotes(present.presence(), devices, now).went(orphaned);
        UserState next = next(present, devices, notes.last());
        Swept swept = new Swept(present.epoch(), orphaned.size(), notes.changes(), expired, devices.sessions());
        return Transition.of(next.hasOutlived(now) ? UserState.ABSENT : next, swept);
    }

    private UserState next(UserState present, Devices devices, long n) {
        Mailbox mailbox = present.mailbox();
        Mailbox published = mailbox.receiptsOwed() > 0 ? mailbox.published() : mailbox;
        boolean changed = devices != present.devices() || published != mailbox;
        UserState settled = changed ? present.with(published, devices, now).presence(n) : present;
        return settled.compacted(now);
    }

    private boolean isOrphan(LiveSession session) {
        return !alive.contains(session.node()) && session.since() < before;
    }
}
