package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a command on an entry, sent to its replicas. A change holds results, never the command. Therefore a
 * replica that missed a change never gives out a seq of its own. A change is idempotent: applying it twice has the
 * effect of applying it once.
 */
public sealed interface Change {

    /** Returns the state of the replica after the change. */
    UserState applyTo(UserState copy);

    /**
     * Replaces the whole entry: it was created, has a new epoch or cutoff, became stale, was removed, or has forgotten ids.
     */
    record Whole(UserState state) implements Change {
        /** The bytes of owed bodies up to which an entry is sent whole only to remove ids from its replicas. */
        private static final long MOST_BYTES = 4_096;

        /** A cutoff of the replica stays: the owner may be of a version that knows none. */
        @Override
        public UserState applyTo(UserState copy) {
            return state.isAbsent() ? state : state.cutOff(copy.cutoff());
        }
    }

    /**
     * Changes parts of the entry.
     *
     * @param base the head before the change; a replica with a lower head has missed a change
     * @param messages the messages that were added or ended, have another watch now, or are sent again
     * @param devices null if they neither changed nor are sent again
     * @param vector null if it did not change
     */
    record Parts(
            String epoch,
            long base,
            long head,
            long acked,
            long pruned,
            List<Message> messages,
            @Nullable Devices devices,
            @Nullable VersionVector vector,
            long presence,
            long changedAt,
            TokenCutoff cutoff)
            implements Change {

        @Override
        public UserState applyTo(UserState copy) {
            boolean sameEpoch = copy.epoch().equals(epoch);
            Mailbox before = sameEpoch ? copy.mailbox() : Mailbox.EMPTY;
            boolean missed = !sameEpoch || copy.stale() || before.head() < base;
            return new UserState(
                    epoch,
                    follow(before),
                    devices != null ? devices : copy.devices(),
                    vector != null ? vector : copy.vector(),
                    Math.max(presence, copy.presence()),
                    changedAt,
                    missed,
                    copy.cutoff().and(cutoff));
        }

        private Mailbox follow(Mailbox before) {
            Mailbox left = before.compactedBy(head, changedAt).prunedTo(pruned).atLeast(head, acked, pruned);
            MailboxEditor editor = new MailboxEditor(left);
            for (Message message : messages) {
                // A message that was pruned before it arrived here is not owed again.
                boolean late = message.owed() && message.seq() <= left.pruned();
                editor.put(late ? message.finished() : message);
            }
            return editor.build();
        }
    }

    /**
     * Computes the change that brings a replica from {@code before} to the transition's next state.
     *
     * @return null if the replicas need no update
     */
    static @Nullable Change of(UserState before, Transition<?> transition) {
        UserState after = transition.next();
        if (after == before && !transition.confirmed()) {
            return null;
        }
        if (after.isAbsent()
                || after.stale()
                || before.stale()
                || !after.epoch().equals(before.epoch())
                || !after.cutoff().equals(before.cutoff())
                || forgets(before.mailbox(), after.mailbox())) {
            return new Whole(after);
        }
        return parts(before, after, transition);
    }

    /**
     * True if the owner dropped messages outside the idempotency window without a push, and little is left. A replica drops
     * such messages by itself only at a push: without the whole entry it would keep those of an idle user for a day.
     */
    private static boolean forgets(Mailbox before, Mailbox after) {
        return after.size() < before.size() && after.head() == before.head() && after.bytes() <= Whole.MOST_BYTES;
    }

    private static Parts parts(UserState before, UserState after, Transition<?> transition) {
        Message resend = transition.resend();
        Mailbox mailbox = after.mailbox();
        List<Message> messages = changed(before.mailbox(), mailbox);
        if (resend != null && messages.stream().noneMatch(message -> message.seq() == resend.seq())) {
            messages.add(resend);
        }
        return new Parts(
                after.epoch(),
                before.mailbox().head(),
                mailbox.head(),
                mailbox.acked(),
                mailbox.pruned(),
                List.copyOf(messages),
                after.devices() == before.devices() && !transition.resendDevices() ? null : after.devices(),
                after.vector() == before.vector() ? null : after.vector(),
                after.presence(),
                after.changedAt(),
                after.cutoff());
    }

    /**
     * The messages that differ between {@code before} and {@code after}, except for differences that follow from
     * pruning alone. Includes messages that ended and were forgotten in one step: otherwise a replica would keep them
     * as owed for ever.
     */
    private static List<Message> changed(Mailbox before, Mailbox after) {
        List<Message> changed = new ArrayList<>(2);
        after.chunks().forEachChange(before.chunks(), (was, is) -> {
            if (is == null) {
                if (was != null && owes(was, after.pruned())) {
                    changed.add(was.finished());
                }
            } else if (was == null || !prunedAway(was, is, after.pruned())) {
                changed.add(is);
            }
        });
        return changed;
    }

    private static boolean owes(Message was, long pruned) {
        return was.owed() ? was.seq() > pruned : was.owesReceipt();
    }

    private static boolean prunedAway(Message was, Message is, long pruned) {
        return was.owed() && !is.owed() && !is.expired() && is.seq() <= pruned;
    }
}
