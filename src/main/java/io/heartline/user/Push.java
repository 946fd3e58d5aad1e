package io.heartline.user;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stores a message, once for an id within the idempotency window, or refuses it where the mailbox is full.
 *
 * @param ttlMillis its time to live, counted from {@code now}
 * @param watch who wants to hear of its fate; a repeated push replaces who waits, and takes no receipt back
 * @param entropy random bits, for an epoch if one must be made
 */
public record Push(
        String id, Body body, long ttlMillis, @Nullable Watch watch, MailboxLimits limits, long entropy, long now)
        implements UserCommand<PushOutcome> {

    @Override
    public Transition<PushOutcome> apply(UserState state, String owner) {
        UserState ready = state.ready(entropy, now);
        Message known = ready.mailbox().find(id, now);
        if (known != null) {
            return repeated(ready, known);
        }
        if (!ready.mailbox().hasRoomFor(body, limits)) {
            // An entry made only to refuse is not worth keeping.
            return Transition.of(
                    state.isAbsent() ? state : ready,
                    new PushOutcome.MailboxFull(
                            ready.mailbox().owed(), ready.mailbox().bytes()));
        }
        long seq = ready.mailbox().head() + 1;
        Message message = new Message(seq, id, now, now + ttlMillis, body, watch, false);
        UserState next = ready.numbered(ready.mailbox().append(message), owner, now);
        return Transition.confirmed(next, pushed(next, message, false));
    }

    private Transition<PushOutcome> repeated(UserState ready, Message known) {
        Watch both = watch == null ? known.watch() : watch.joining(known.watch());
        boolean rewatched = known.owed() && !Objects.equals(both, known.watch());
        Message message = rewatched ? known.watchedBy(both) : known;
        UserState next = rewatched ? ready.with(ready.mailbox().replace(message), ready.devices(), now) : ready;
        return Transition.vouching(next, pushed(next, message, true), message);
    }

    private static PushOutcome pushed(UserState next, Message message, boolean duplicate) {
        boolean acked = next.mailbox().hasAcked(message);
        return new PushOutcome.Pushed(
                new Position(next.epoch(), message.seq()), message.at(), duplicate, acked, next.sessions());
    }
}
