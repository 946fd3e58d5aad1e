package io.heartline.user;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stores a message, once per id within the idempotency window. Refuses it if the mailbox is full.
 *
 * @param ttlMillis its time to live, counted from {@code now}
 * @param watch the recipients of reports on its delivery; a repeated push adds to the earlier ones
 * @param entropy random bits, for an epoch if one must be made
 */
public record Push(
        String id,
        Body body,
        long ttlMillis,
        @Nullable DeliveryWatch watch,
        MailboxLimits limits,
        long entropy,
        long now)
        implements UserCommand<PushOutcome> {

    @Override
    public Transition<PushOutcome> apply(UserState state, Writer owner) {
        UserState ready = state.ready(entropy, owner, now);
        Message known = ready.mailbox().find(id, now);
        if (known == null && !ready.mailbox().hasRoomFor(body, limits)) {
            // A refusal creates no entry and begins no epoch.
            return Transition.of(
                    state.at(now),
                    new PushOutcome.MailboxFull(
                            ready.mailbox().owed(), ready.mailbox().bytes()));
        }
        List<Device> ended = state.stale() ? state.at(now).devices().all() : List.of();
        PresenceNotes notes = new PresenceNotes(ready.presence(), ready.devices(), now).went(ended);
        UserState noted = ready.presence(notes.last());
        Answer answer = new Answer(Eviction.of(ended, Eviction.Cause.POSITION_LOST), notes.changes());
        return known == null ? stored(noted, owner, answer) : repeated(noted, known, answer);
    }

    private Transition<PushOutcome> stored(UserState ready, Writer owner, Answer answer) {
        long seq = ready.mailbox().head() + 1;
        Message message = new Message(seq, id, now, now + ttlMillis, body, watch, false);
        UserState next = ready.numbered(ready.mailbox().append(message), owner, now);
        return Transition.confirmed(next, answer.of(next, message, false));
    }

    private Transition<PushOutcome> repeated(UserState ready, Message known, Answer answer) {
        DeliveryWatch both = watch == null ? known.watch() : watch.joining(known.watch());
        boolean rewatched = known.owed() && !Objects.equals(both, known.watch());
        Message message = rewatched ? known.watchedBy(both) : known;
        UserState next = rewatched ? ready.with(ready.mailbox().replace(message), ready.devices(), now) : ready;
        return Transition.vouching(next, answer.of(next, message, true), message);
    }

    /** The parts of the answer besides the position: the sessions that ended because the epoch was renewed. */
    private record Answer(List<Eviction> evictions, List<PresenceChange> presence) {
        PushOutcome of(UserState next, Message message, boolean duplicate) {
            return new PushOutcome.Pushed(
                    new Position(next.epoch(), message.seq()),
                    message.at(),
                    duplicate,
                    next.mailbox().hasAcked(message),
                    next.sessions(),
                    evictions,
                    presence);
        }
    }
}
