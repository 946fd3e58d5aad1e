package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command changed, for the copies of the entry: results, never the request, so that a copy which missed a change
 * gives out no number of its own. Applying one twice leaves what applying it once leaves.
 */
public sealed interface Change {

    /** The copy as it is after the change. */
    UserState applyTo(UserState copy);

    /** The entry is as a whole another: made new, under a new epoch, stale, or gone. */
    record Whole(UserState state) implements Change {
        @Override
        public UserState applyTo(UserState copy) {
            return state;
        }
    }

    /**
     * Parts of the entry changed.
     *
     * @param base the head before the change: a copy that stood elsewhere has missed something
     * @param messages those added, ended or watched by others now
     * @param devices null where none changed
     * @param vector null where it did not change
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
            long changedAt)
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
                    missed);
        }

        private Mailbox follow(Mailbox before) {
            // As the owner does, a copy lets go of what the window has left behind as it grows.
            boolean nextChunk = Chunk.indexOf(head) > Chunk.indexOf(before.head());
            Mailbox base = nextChunk ? before.compacted(changedAt) : before;
            Mailbox left = base.prunedTo(pruned).atLeast(head, acked, pruned);
            MailboxEditor editor = new MailboxEditor(left);
            for (Message message : messages) {
                // What comes late is not owed again.
                boolean late = message.owed() && message.seq() <= left.pruned();
                editor.put(late ? message.finished() : message);
            }
            return editor.build();
        }
    }

    /**
     * What makes a copy of {@code before} a copy of the transition's next state.
     *
     * @return null where the copies need not hear of it
     */
    static @Nullable Change of(UserState before, Transition<?> transition) {
        UserState after = transition.next();
        if (after == before && !transition.confirmed()) {
            return null;
        }
        if (after.isAbsent()
                || after.stale()
                || before.stale()
                || !after.epoch().equals(before.epoch())) {
            return new Whole(after);
        }
        return parts(before, after, transition);
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
                after.changedAt());
    }

    /**
     * The messages of {@code after} that {@code before} holds otherwise, but for what pruning alone explains; and what ended
     * and was forgotten in one step, because a copy that did not hear of it would owe it for ever.
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
