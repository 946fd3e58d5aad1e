package io.heartline.user;

import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Reason;
import io.heartline.user.AttachOutcome.Refused;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection the live session of a device and tells it where the device stands. Idempotent by session id, fenced
 * by attempt.
 *
 * @param session the connection
 * @param target which device it is
 * @param keepMillis how long the device is kept after it disconnects
 * @param position the last message that its application finished; null where it names none
 * @param again whether a session that has been live before claims its place again, after a merge or a lost entry: then the
 *     older connection of two gives way, else the later call wins
 * @param limit how much of the backlog to answer with
 * @param entropy random bits, for an epoch if one must be made
 */
public record Attach(
        LiveSession session,
        Target target,
        long keepMillis,
        @Nullable Position position,
        boolean again,
        ReadLimit limit,
        long entropy,
        long now)
        implements UserCommand<AttachOutcome> {

    /** Which device a connection is. */
    public sealed interface Target {
        /** The device that the client names. */
        record Named(String device) implements Target {}

        /** A connection of a plain route, which can't say which device it is. */
        record Plain(String route) implements Target {
            String prefix() {
                return "plain:" + route + ":";
            }

            /** Whether a connection of this route was given that name; not one of the route {@code <route>:<more>}. */
            boolean names(String device) {
                String prefix = prefix();
                return device.startsWith(prefix) && device.indexOf(':', prefix.length()) < 0;
            }
        }
    }

    @Override
    public Transition<AttachOutcome> apply(UserState state, Writer owner) {
        UserState before = state.at(now);
        UserState sound = sound(before, owner);
        Device known = known(sound.devices());
        Reason refusal = refusal(sound, known);
        if (refusal != null) {
            return Transition.of(before, new Refused(refusal));
        }
        boolean resumed = known != null ? resumesKept(sound, known) : resumesUnknown(sound);
        return attach(before, sound, known != null ? known : newcomer(sound), resumed);
    }

    private Transition<AttachOutcome> attach(UserState before, UserState sound, Device place, boolean resumed) {
        boolean renewed = !before.isAbsent() && !before.epoch().equals(sound.epoch());
        List<Device> leaving = others(renewed ? before.devices().all() : List.of(place));
        Device device = seated(sound, place);
        UserState next = device == place ? sound : next(sound, device);
        PresenceNotes notes = new PresenceNotes(sound.presence(), next.devices(), now).went(leaving);
        if (before.devices().holding(session.id()) == null) {
            notes.came(device.name(), session);
        }
        Attached attached = new Attached(
                device.name(),
                new Position(next.epoch(), device.cursor()),
                resumed,
                next.mailbox().owedAfter(device.cursor()),
                next.mailbox().page(device.cursor(), limit),
                Eviction.of(leaving, renewed ? Eviction.Cause.POSITION_LOST : Eviction.Cause.REPLACED),
                notes.changes(),
                settled(sound, place));
        return Transition.vouchingForDevices(next.presence(notes.last()), attached);
    }

    /** In an epoch to be trusted: a position beyond the head proves that numbers were given out and forgotten. */
    private UserState sound(UserState before, Writer owner) {
        UserState ready = before.ready(entropy, owner, now);
        return finished(ready) > ready.mailbox().head() ? ready.renewed(entropy, owner, now) : ready;
    }

    /** The seq that its position acknowledges; negative where it names none in the current epoch. */
    private long finished(UserState sound) {
        return position != null && position.epoch().equals(sound.epoch()) ? position.seq() : -1;
    }

    /** The device with this connection, and what that has finished. The same one where it has both already. */
    private Device seated(UserState sound, Device place) {
        Device device = place.holds(session.id()) ? place : place.attached(session, keepMillis, now);
        long finished = finished(sound);
        return finished < 0 ? device : device.acknowledged(finished);
    }

    private UserState next(UserState sound, Device device) {
        Mailbox mailbox = sound.mailbox().acknowledged(finished(sound));
        return sound.with(mailbox, roomFor(device, sound.devices()).with(device), now);
    }

    private List<MilestoneReached> settled(UserState sound, Device place) {
        Mailbox mailbox = sound.mailbox();
        // A newcomer starts at its position: what others acknowledged before is not its to acknowledge.
        return Ack.settled(mailbox, Math.min(place.cursor(), mailbox.acked()), finished(sound));
    }

    private List<Device> others(List<Device> devices) {
        return devices.stream().filter(device -> !device.holds(session.id())).toList();
    }

    private boolean resumesKept(UserState sound, Device known) {
        long finished = finished(sound);
        boolean placed = position == null ? !known.reset() : finished >= 0;
        // A repeated attach can't tell a device that it made from one that was kept, and promises no more than is sure.
        boolean sure = !known.holds(session.id())
                || (position == null ? known.cursor() > known.from() : finished >= known.from());
        return placed
                && sure
                && Math.max(known.cursor(), finished) >= sound.mailbox().pruned();
    }

    private boolean resumesUnknown(UserState sound) {
        return finished(sound) >= sound.mailbox().pruned();
    }

    private @Nullable Reason refusal(UserState sound, @Nullable Device known) {
        Devices devices = sound.devices();
        LiveSession live = known == null ? null : known.session();
        if (live != null && (again ? session.ghostOf(live) : session.yieldsTo(live))) {
            return Reason.OLDER_ATTEMPT;
        }
        if (known == null && isLeft(sound)) {
            return Reason.NOT_KEPT;
        }
        return known == null && devices.isFull() && devices.longestGone() == null ? Reason.TOO_MANY_DEVICES : null;
    }

    /**
     * Whether it claims a place for a device that has said goodbye on another connection, or was removed: in the epoch of
     * its position the entry has forgotten no device. One that is not kept when it is away has nothing to come back to.
     */
    private boolean isLeft(UserState sound) {
        return again && target instanceof Target.Named && keepMillis > 0 && finished(sound) >= 0;
    }

    /** A full house parts with the offline device that has been gone longest. */
    private static Devices roomFor(Device device, Devices devices) {
        boolean full = devices.isFull() && devices.find(device.name()) == null;
        Device gone = full ? devices.longestGone() : null;
        return gone == null ? devices : devices.without(gone.name());
    }

    private @Nullable Device known(Devices devices) {
        if (target instanceof Target.Named named) {
            return devices.find(named.device());
        }
        Device holding = devices.holding(session.id());
        if (holding != null) {
            return holding;
        }
        // Exactly one, and it is away: this connection must be the same page coming back.
        List<Device> siblings = siblings(devices).toList();
        return siblings.size() == 1 && !siblings.get(0).online() ? siblings.get(0) : null;
    }

    private Device newcomer(UserState sound) {
        long start = resumesUnknown(sound) ? finished(sound) : start(sound);
        return new Device(name(sound.devices()), start, start, keepMillis, null, now, false);
    }

    private long start(UserState sound) {
        return siblings(sound.devices())
                .mapToLong(Device::cursor)
                .min()
                .orElse(sound.mailbox().acked());
    }

    private String name(Devices devices) {
        if (target instanceof Target.Named named) {
            return named.device();
        }
        String prefix = ((Target.Plain) target).prefix();
        int n = 1;
        while (devices.find(prefix + n) != null) {
            n++;
        }
        return prefix + n;
    }

    /** The kept devices of the same plain route. */
    private Stream<Device> siblings(Devices devices) {
        return target instanceof Target.Plain plain
                ? devices.all().stream().filter(device -> plain.names(device.name()))
                : Stream.empty();
    }
}
