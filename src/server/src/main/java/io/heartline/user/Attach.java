package io.heartline.user;

import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Reason;
import io.heartline.user.AttachOutcome.Refused;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection the live session of a device and answers with the device's position. Idempotent by session id,
 * fenced by attempt.
 *
 * @param session the connection
 * @param target the device, by its name or by its plain route
 * @param keepMillis the time that the device is kept after it disconnects
 * @param position the last message that its application finished; null if the connection names none
 * @param again true if a session that was live before claims its place again, after a merge or a lost entry: then the
 *     older connection of two gives way; otherwise the later call wins
 * @param limit the most of the backlog that the answer may hold
 * @param entropy random bits, for an epoch if one must be made
 * @param issuedAt the time at which the token of the connection was issued, in milliseconds since 1970;
 *     {@link #UNKNOWN_ISSUE} if the token does not say, {@link #NO_TOKEN} if the connection needs none
 */
public record Attach(
        LiveSession session,
        Target target,
        long keepMillis,
        @Nullable Position position,
        boolean again,
        ReadLimit limit,
        long entropy,
        long issuedAt,
        long now)
        implements UserCommand<AttachOutcome> {

    /** Later than any cutoff. */
    public static final long NO_TOKEN = Long.MAX_VALUE;
    /** Earlier than any cutoff. */
    public static final long UNKNOWN_ISSUE = Long.MIN_VALUE;

    /** The attach of a connection that needs no token. */
    public Attach(
            LiveSession session,
            Target target,
            long keepMillis,
            @Nullable Position position,
            boolean again,
            ReadLimit limit,
            long entropy,
            long now) {
        this(session, target, keepMillis, position, again, limit, entropy, NO_TOKEN, now);
    }

    /** The device that a connection belongs to. */
    public sealed interface Target {
        /** The device that the client names. */
        record Named(String device) implements Target {}

        /** A connection of a plain route. It can't name its device. */
        record Plain(String route) implements Target {
            String prefix() {
                return "plain:" + route + ":";
            }

            /**
             * True if the server gave this name to a connection of this route; false for a route
             * {@code <route>:<more>}.
             */
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

    /**
     * The state in an epoch that can be trusted. A position above the head proves that the entry lost seqs that it had
     * given out; then the epoch is renewed.
     */
    private UserState sound(UserState before, Writer owner) {
        UserState ready = before.ready(entropy, owner, now);
        return finished(ready) > ready.mailbox().head() ? ready.renewed(entropy, owner, now) : ready;
    }

    /** The seq that the position acknowledges; negative if it names none in the current epoch. */
    private long finished(UserState sound) {
        return position != null && position.epoch().equals(sound.epoch()) ? position.seq() : -1;
    }

    /**
     * The device with this connection and the cursor that its position acknowledges. The same object if the device has
     * both already.
     */
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
        // A new device starts at its position and does not acknowledge messages that others acknowledged before.
        return Ack.settled(mailbox, Math.min(place.cursor(), mailbox.acked()), finished(sound));
    }

    private List<Device> others(List<Device> devices) {
        return devices.stream().filter(device -> !device.holds(session.id())).toList();
    }

    private boolean resumesKept(UserState sound, Device known) {
        long finished = finished(sound);
        boolean placed = position == null ? !known.reset() : finished >= 0;
        // A repeated attach can't distinguish a device that it made from a kept one. It promises only a certain resume.
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
        if (sound.cutoff().refuses(issuedAt, now)) {
            return Reason.TOKEN_CUT_OFF;
        }
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
     * True if an earlier session claims its place again although its device said goodbye on another connection or was
     * removed. The position is of the current epoch, and in that epoch the entry has lost no device by a failure. False
     * for a device that is not kept while it is away: it has nothing to return to.
     */
    private boolean isLeft(UserState sound) {
        return again && target instanceof Target.Named && keepMillis > 0 && finished(sound) >= 0;
    }

    /** Makes room for a new device: a full list drops the offline device that has been gone longest. */
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
        // If the route has exactly one device and it is offline, this connection must be the same page reconnecting.
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
