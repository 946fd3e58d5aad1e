package io.heartline.user;

import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Reason;
import io.heartline.user.AttachOutcome.Refused;
import java.util.List;
import java.util.OptionalLong;
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
 * @param room how much of the backlog to answer with
 * @param entropy random bits, for an epoch if one must be made
 */
public record Attach(
        LiveSession session,
        Target target,
        long keepMillis,
        @Nullable Position position,
        boolean again,
        Room room,
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
        }
    }

    @Override
    public Transition<AttachOutcome> apply(UserState state, String owner) {
        UserState ready = state.ready(entropy, owner, now);
        // A position beyond the head proves that numbers were given out and forgotten.
        boolean lost = inEpoch(ready)
                && position != null
                && position.seq() > ready.mailbox().head();
        UserState sound = lost ? ready.renewed(UserState.epochOf(~entropy), owner, now) : ready;
        Device known = known(sound.devices());
        if (known != null && known.holds(session.id())) {
            return Transition.confirmed(sound, answer(sound, known, resumedAlready(sound, known), Departures.NONE));
        }
        Reason refusal = refusal(sound.devices(), known);
        if (refusal != null) {
            return Transition.of(state.isAbsent() ? state : sound, new Refused(refusal));
        }
        Departures leaving = lost
                ? Departures.of(ready.devices().all(), Eviction.Cause.POSITION_LOST)
                : Departures.of(known == null ? List.of() : List.of(known), Eviction.Cause.REPLACED);
        return attach(sound, known, leaving);
    }

    private Transition<AttachOutcome> attach(UserState sound, @Nullable Device known, Departures leaving) {
        Device place = known != null ? known : newcomer(sound);
        boolean resumed = known != null ? resumes(sound, known) : resumesUnknown(sound);
        Device device = place.attached(session, keepMillis, now);
        Mailbox mailbox = sound.mailbox();
        List<Settled> settled = List.of();
        if (position != null && inEpoch(sound)) {
            settled = Ack.settled(mailbox, known != null ? known.cursor() : mailbox.acked(), position.seq());
            device = device.acknowledged(position.seq());
            mailbox = mailbox.acknowledged(position.seq());
        }
        Devices devices = roomFor(known, sound.devices()).with(device);
        PresenceNotes notes = new PresenceNotes(sound.presence(), devices, now);
        leaving.tell(notes);
        notes.came(device.name(), session);
        UserState next = sound.with(mailbox, devices, now).presence(notes.last());
        return Transition.confirmed(next, answer(next, device, resumed, leaving.noted(notes.changes(), settled)));
    }

    private AttachOutcome answer(UserState next, Device device, boolean resumed, Departures leaving) {
        return new Attached(
                device.name(),
                new Position(next.epoch(), device.cursor()),
                resumed,
                next.mailbox().owedAfter(device.cursor()),
                next.mailbox().page(device.cursor(), room),
                leaving.evictions(),
                leaving.presence(),
                leaving.settled());
    }

    private boolean inEpoch(UserState state) {
        return position != null && position.epoch().equals(state.epoch());
    }

    private boolean resumes(UserState sound, Device known) {
        if (position == null) {
            return !known.reset() && known.cursor() >= sound.mailbox().pruned();
        }
        return inEpoch(sound)
                && Math.max(known.cursor(), position.seq()) >= sound.mailbox().pruned();
    }

    private boolean resumesUnknown(UserState sound) {
        return position != null
                && inEpoch(sound)
                && position.seq() >= sound.mailbox().pruned();
    }

    /** A repeated attach can't tell a device that it made from one that was kept: then it promises no more than is sure. */
    private boolean resumedAlready(UserState sound, Device known) {
        return resumes(sound, known) && (position != null || known.cursor() > known.from());
    }

    private @Nullable Reason refusal(Devices devices, @Nullable Device known) {
        LiveSession live = known == null ? null : known.session();
        if (live != null && (again ? session.ghostOf(live) : session.yieldsTo(live))) {
            return Reason.OLDER_ATTEMPT;
        }
        return known == null && devices.isFull() && devices.longestGone() == null ? Reason.TOO_MANY_DEVICES : null;
    }

    /** A full house parts with the offline device that has been gone longest. */
    private static Devices roomFor(@Nullable Device known, Devices devices) {
        Device gone = known == null && devices.isFull() ? devices.longestGone() : null;
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
        long start = start(sound);
        return new Device(name(sound.devices()), start, start, keepMillis, null, now, false);
    }

    private long start(UserState sound) {
        if (position != null && resumesUnknown(sound)) {
            return position.seq();
        }
        OptionalLong lowest =
                siblings(sound.devices()).mapToLong(Device::cursor).min();
        return lowest.orElse(sound.mailbox().acked());
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
                ? devices.all().stream().filter(device -> device.name().startsWith(plain.prefix()))
                : Stream.empty();
    }
}
