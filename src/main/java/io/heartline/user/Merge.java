package io.heartline.user;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one of two versions of an entry that lived apart on the two sides of a split. Where one side knows every number
 * that the other gave out, it wins whole and cursors are maxima. Where neither does, the epoch is new: what either kept is
 * numbered afresh and every device starts again, so that some messages come twice under the same id and none is lost.
 */
public final class Merge {
    private Merge() {}

    /** The merged entry; the same whichever version is given first, but for the order of devices. */
    public static UserState of(UserState one, UserState other) {
        if (one.isAbsent() || other.isAbsent()) {
            return one.isAbsent() ? other : one;
        }
        boolean knowsOther = !one.suspect() && one.numbering().includes(other.numbering());
        boolean isKnown = !other.suspect() && other.numbering().includes(one.numbering());
        if (knowsOther || isKnown) {
            boolean first = knowsOther && (!isKnown || prefers(one, other));
            return first ? winning(one, other) : winning(other, one);
        }
        return union(one, other);
    }

    /** Where both know all, the one further on; the choice only has to be the same on every node. */
    private static boolean prefers(UserState one, UserState other) {
        int byAcks = Long.compare(one.mailbox().acked(), other.mailbox().acked());
        return byAcks != 0 ? byAcks > 0 : one.epoch().compareTo(other.epoch()) >= 0;
    }

    private static UserState winning(UserState winner, UserState loser) {
        boolean sameEpoch = winner.epoch().equals(loser.epoch());
        long head = winner.mailbox().head();
        Devices devices = winner.devices();
        for (Device theirs : loser.devices().all()) {
            Device ours = devices.find(theirs.name());
            long cursor = sameEpoch ? Math.min(theirs.cursor(), head) : 0;
            if (ours != null) {
                devices = devices.with(met(ours, theirs, Math.max(ours.cursor(), cursor)));
            } else if (!devices.isFull()) {
                // Kept only on the side that lost: what the winner pruned meanwhile it can't get any more, and is told.
                devices = devices.with(
                        sameEpoch ? theirs : theirs.restarted(winner.mailbox().acked()));
            }
        }
        long acked = sameEpoch
                ? Math.max(
                        winner.mailbox().acked(), Math.min(head, loser.mailbox().acked()))
                : winner.mailbox().acked();
        Mailbox mailbox = winner.mailbox().acknowledged(acked);
        return merged(winner.epoch(), mailbox, devices, winner, loser);
    }

    private static UserState union(UserState one, UserState other) {
        Mailbox mailbox = Mailbox.renumbered(interleaved(one.mailbox(), other.mailbox()));
        Devices devices = one.devices();
        for (Device theirs : other.devices().all()) {
            Device ours = devices.find(theirs.name());
            if (ours != null) {
                devices = devices.with(met(ours, theirs, 0));
            } else if (!devices.isFull()) {
                devices = devices.with(theirs);
            }
        }
        Devices restarted = devices.each(device -> device.restarted(mailbox.pruned()));
        return merged(epochOf(one, other), mailbox, restarted, one, other);
    }

    private static UserState merged(String epoch, Mailbox mailbox, Devices devices, UserState one, UserState other) {
        return new UserState(
                        epoch,
                        mailbox,
                        devices,
                        one.numbering().union(other.numbering()),
                        Math.max(one.presence(), other.presence()),
                        Math.max(one.changedAt(), other.changedAt()),
                        false)
                .with(devices, Math.max(one.changedAt(), other.changedAt()));
    }

    /** One device seen on both sides: the connection that is not a ghost of the other stays. */
    private static Device met(Device ours, Device theirs, long cursor) {
        LiveSession live = live(ours.session(), theirs.session());
        long lastSeen = Math.max(ours.lastSeen(), theirs.lastSeen());
        long keep = Math.max(ours.keepMillis(), theirs.keepMillis());
        return new Device(ours.name(), cursor, ours.from(), keep, live, lastSeen, ours.reset());
    }

    private static @Nullable LiveSession live(@Nullable LiveSession ours, @Nullable LiveSession theirs) {
        if (ours == null || theirs == null) {
            return ours == null ? theirs : ours;
        }
        return ours.ghostOf(theirs) ? theirs : ours;
    }

    /** Both sides' messages, each once by id, each side's order kept, otherwise by the time of acceptance. */
    private static List<Message> interleaved(Mailbox one, Mailbox other) {
        Map<String, Message> byId = new HashMap<>();
        one.forEach(message -> byId.put(message.id(), message));
        // Owed on either side is owed: the other may have finished it for devices that this side never saw finish.
        other.forEach(message -> byId.merge(message.id(), message, (a, b) -> a.owed() ? a : b));
        List<Message> left = listed(one);
        List<Message> right = listed(other);
        Map<String, Message> order = new LinkedHashMap<>();
        int l = 0;
        int r = 0;
        while (l < left.size() || r < right.size()) {
            boolean takeLeft = r == right.size()
                    || (l < left.size() && left.get(l).at() <= right.get(r).at());
            Message next = takeLeft ? left.get(l++) : right.get(r++);
            Message kept = byId.get(next.id());
            if (kept != null) {
                order.putIfAbsent(next.id(), kept);
            }
        }
        return new ArrayList<>(order.values());
    }

    private static List<Message> listed(Mailbox mailbox) {
        List<Message> messages = new ArrayList<>();
        mailbox.forEach(messages::add);
        return messages;
    }

    /** New to both, and the same whichever is given first. */
    private static String epochOf(UserState one, UserState other) {
        long mixed = mix(one) + mix(other);
        return UserState.epochOf(mixed * 0x9E3779B97F4A7C15L);
    }

    private static long mix(UserState state) {
        long hash = state.mailbox().head();
        for (int i = 0; i < state.epoch().length(); i++) {
            hash = hash * 1_000_003 + state.epoch().charAt(i);
        }
        return (hash ^ (hash >>> 29)) * 0xBF58476D1CE4E5B9L;
    }
}
