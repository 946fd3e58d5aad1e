package io.heartline.user;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges two versions of an entry that diverged on the two sides of a split.
 *
 * <p>If one side includes all writes of the other, it wins whole, and cursors are maxima. If neither does, the merged
 * entry gets a new epoch: the messages of both sides are renumbered, and every device starts again. Some messages are
 * then delivered twice under the same id, but none is lost.
 */
public final class Merge {
    /**
     * A total order that is the same on every node. If each of two versions includes the other, the one that is further
     * ahead sorts last and wins.
     */
    private static final Comparator<UserState> PRECEDENCE = Comparator.comparingLong(
                    (UserState state) -> state.mailbox().acked())
            .thenComparing(UserState::epoch)
            .thenComparingLong(state -> state.mailbox().head())
            .thenComparingLong(state -> state.mailbox().pruned())
            .thenComparingLong(UserState::changedAt)
            .thenComparingLong(UserState::presence)
            .thenComparing(state -> state.devices().toString())
            .thenComparing(state -> listed(state.mailbox()).toString())
            .thenComparing(state -> state.vector().toString());

    private Merge() {}

    /** Returns the merged entry. The result does not depend on the order of the arguments. */
    public static UserState of(UserState one, UserState other) {
        if (one.isAbsent() || other.isAbsent()) {
            return one.isAbsent() ? other : one;
        }
        boolean inOrder = PRECEDENCE.compare(one, other) >= 0;
        UserState first = inOrder ? one : other;
        UserState second = inOrder ? other : one;
        if (knows(first, second)) {
            return winning(first, second);
        }
        return knows(second, first) ? winning(second, first) : union(first, second);
    }

    /**
     * The side of a split that merges into the other.
     *
     * @param unacknowledged writers on that side whose writes and epochs were never revealed to any client, neither in
     *     an answer nor in a delivery
     * @param refusing true if that side had no quorum, so that it has applied no command since the split
     */
    public record OtherSide(Set<Writer> unacknowledged, boolean refusing) {
        public OtherSide {
            unacknowledged = Set.copyOf(unacknowledged);
        }

        private boolean revealedNothing(Stream<WriteSource> sources) {
            return sources.map(WriteSource::writer)
                    .allMatch(writer -> writer != null && unacknowledged.contains(writer));
        }
    }

    /**
     * Merges {@code came}, the version of the other side, into {@code existing}.
     *
     * <p>The existing entry wins whole and keeps its epoch under two conditions. It lived through the split, and all
     * writes and epochs that it does not know were never acknowledged. A publisher of such a write has no answer and
     * retries. If all replicas were on the other side and the existing entry was created anew, it does not share an
     * epoch with the other: it then lacks acknowledged writes.
     *
     * <p>If the other side also refused commands, nothing is taken from it: a device or session that only it knows has
     * said goodbye on this side.
     */
    public static UserState into(UserState existing, UserState came, OtherSide side) {
        boolean revealedNothing = !existing.isAbsent()
                && !came.isAbsent()
                && !existing.stale()
                && existing.vector().sharesEpochWith(came.vector())
                && side.revealedNothing(came.vector().missingIn(existing.vector()));
        if (revealedNothing && side.refusing()) {
            return existing.cutOff(came.cutoff());
        }
        boolean bothKnowMore = !knows(existing, came) && !knows(came, existing);
        return revealedNothing && bothKnowMore ? winning(existing, came) : of(existing, came);
    }

    private static boolean knows(UserState one, UserState other) {
        return !one.stale() && one.vector().includes(other.vector());
    }

    private static UserState winning(UserState winner, UserState loser) {
        boolean sameEpoch = winner.epoch().equals(loser.epoch());
        Mailbox mailbox = winner.mailbox();
        Devices devices = winner.devices().withoutUnseen();
        for (Device lost : loser.devices().all()) {
            // A position of another epoch is invalid here. A device kept only on the other side has lost the messages
            // that were pruned here in the meantime. In both cases the device learns of the reset when it attaches.
            long start = devices.find(lost.name()) == null ? mailbox.acked() : 0;
            devices = joined(devices, sameEpoch ? lost.within(mailbox.head()) : lost.restarted(start));
        }
        long acked = sameEpoch ? Math.min(mailbox.head(), loser.mailbox().acked()) : 0;
        UserState merged = new UserState(
                winner.epoch(),
                mailbox.acknowledged(acked),
                devices,
                winner.vector(),
                winner.presence(),
                0,
                false,
                winner.cutoff());
        return notBefore(merged, winner, loser);
    }

    private static UserState union(UserState one, UserState other) {
        Mailbox mailbox = Mailbox.renumbered(MessageUnion.of(one.mailbox(), other.mailbox()));
        Devices devices = one.devices().withoutUnseen();
        for (Device theirs : other.devices().all()) {
            devices = joined(devices, theirs);
        }
        String epoch = epochOf(one, other);
        VersionVector vector = one.vector().merged(other.vector(), epoch);
        Devices restarted = devices.each(device -> device.restarted(0));
        return notBefore(new UserState(epoch, mailbox, restarted, vector, 0, 0, false, one.cutoff()), one, other);
    }

    private static UserState notBefore(UserState merged, UserState one, UserState other) {
        return merged.cutOff(one.cutoff())
                .cutOff(other.cutoff())
                .presence(Math.max(one.presence(), other.presence()))
                .with(merged.devices(), Math.max(one.changedAt(), other.changedAt()));
    }

    /**
     * Keeps a plain connection with one device only: it may be held under another device name on each side. The device
     * of the winning side keeps it.
     */
    private static Device heldOnce(Devices devices, Device theirs) {
        LiveSession live = theirs.session();
        Device holding = live == null ? null : devices.holding(live.id());
        boolean elsewhere = holding != null && !holding.name().equals(theirs.name());
        return elsewhere ? theirs.detached(theirs.lastSeen()) : theirs;
    }

    private static Devices joined(Devices devices, Device other) {
        Device theirs = heldOnce(devices, other);
        Device ours = devices.find(theirs.name());
        if (ours != null) {
            return devices.with(met(ours, theirs));
        }
        if (!devices.isFull()) {
            return devices.with(theirs);
        }
        Device gone = devices.longestGone();
        return theirs.online() && gone != null ? devices.without(gone.name()).with(theirs) : devices;
    }

    /**
     * Merges one device seen on both sides. Of two connections, the older one by
     * {@link LiveSession#ghostOf(LiveSession)} is dropped.
     */
    private static Device met(Device ours, Device theirs) {
        return new Device(
                ours.name(),
                Math.max(ours.cursor(), theirs.cursor()),
                ours.from(),
                Math.max(ours.keepMillis(), theirs.keepMillis()),
                live(ours.session(), theirs.session()),
                Math.max(ours.lastSeen(), theirs.lastSeen()),
                ours.reset() && theirs.reset());
    }

    private static @Nullable LiveSession live(@Nullable LiveSession ours, @Nullable LiveSession theirs) {
        if (ours == null || theirs == null) {
            return ours == null ? theirs : ours;
        }
        return ours.ghostOf(theirs) ? theirs : ours;
    }

    private static List<Message> listed(Mailbox mailbox) {
        List<Message> messages = new ArrayList<>();
        mailbox.forEach(messages::add);
        return messages;
    }

    /** An epoch that is new to both versions and does not depend on their order. */
    private static String epochOf(UserState one, UserState other) {
        return UserState.epochOf(mix(one) + mix(other));
    }

    private static long mix(UserState state) {
        long hash = state.mailbox().head();
        for (char c : (state.epoch() + state.vector()).toCharArray()) {
            hash = (hash ^ c) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash * 0xBF58476D1CE4E5B9L;
    }
}
