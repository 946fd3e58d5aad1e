package io.heartline.user;

import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.AckOutcome.NotAttached;
import java.util.List;

/**
 * Acknowledges all messages up to a seq for a device. The cursor only rises: an acknowledgement at or below it changes
 * nothing. A seq above the head proves that positions were lost. The entry is then marked stale, and the next attach or
 * push renews its epoch.
 *
 * @param epoch the epoch of {@code seq}
 */
public record Ack(String session, String epoch, long seq, long now) implements UserCommand<AckOutcome> {

    @Override
    public Transition<AckOutcome> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        Device device = present.attached(session, epoch);
        if (device == null) {
            return Transition.of(present, new NotAttached());
        }
        if (seq > present.mailbox().head()) {
            return Transition.of(present.asStale(), new NotAttached());
        }
        Device acknowledged = device.acknowledged(seq);
        if (acknowledged == device) {
            return Transition.of(present, new Acked(device.cursor(), List.of()));
        }
        List<MilestoneReached> settled = settled(present.mailbox(), device.cursor(), seq);
        UserState next = present.with(
                present.mailbox().acknowledged(seq), present.devices().with(acknowledged), now);
        return Transition.of(next, new Acked(acknowledged.cursor(), settled));
    }

    /** The watched messages with {@code after < seq <= upTo}, in the mailbox before it records this acknowledgement. */
    static List<MilestoneReached> settled(Mailbox mailbox, long after, long upTo) {
        return mailbox.watched(after, upTo).stream()
                .map(m -> new MilestoneReached(m.seq(), m.id(), watchOf(m), m.seq() > mailbox.acked()))
                .toList();
    }

    private static DeliveryWatch watchOf(Message watched) {
        DeliveryWatch watch = watched.watch();
        if (watch == null) {
            throw new IllegalStateException("nobody watches message " + watched.seq());
        }
        return watch;
    }
}
