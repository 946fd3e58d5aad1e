package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.PushOutcome.Pushed;
import java.util.List;

/** Applies commands, and checks each for the guarantees that hold for every command. */
final class Applied {
    private Applied() {}

    static <R> Transition<R> to(UserState state, UserCommand<R> command, Writer owner) {
        Contents before = Contents.of(state);
        UserState copy = Contents.copy(state);

        Transition<R> transition = command.apply(state, owner);

        assertThat(Contents.of(state)).as(() -> "the state given to " + command).isEqualTo(before);
        Contents.assertTrue(transition.next());
        assertTheSameOn(copy, command, owner, transition);
        assertTwiceIsOnce(command, owner, transition);
        if (Contents.of(transition.next()).equals(before)
                && transition.next().mailbox().nextExpiry() == state.mailbox().nextExpiry()) {
            assertThat(transition.next()).as("where nothing changed").isSameAs(state);
        }
        return transition;
    }

    private static <R> void assertTheSameOn(
            UserState copy, UserCommand<R> command, Writer owner, Transition<R> transition) {
        Transition<R> again = command.apply(copy, owner);
        assertThat(again.outcome()).as(() -> command + " on a copy").isEqualTo(transition.outcome());
        assertThat(Contents.of(again.next()))
                .as(() -> command + " on a copy")
                .isEqualTo(Contents.of(transition.next()));
        assertThat(again.confirmed()).isEqualTo(transition.confirmed());
    }

    /** A command whose outcome is in doubt is repeated, maybe on another owner. */
    private static <R> void assertTwiceIsOnce(UserCommand<R> command, Writer owner, Transition<R> once) {
        Transition<R> twice = command.apply(once.next(), new Writer(owner.node() + "'", owner.replicas()));
        assertThat(Contents.of(twice.next())).as(() -> command + " twice").isEqualTo(Contents.of(once.next()));
        assertThat(lasting(twice.outcome())).as(() -> command + " twice").isEqualTo(lasting(once.outcome()));
        if (once.outcome() instanceof Attached first && twice.outcome() instanceof Attached second) {
            assertThat(first.resumed() || !second.resumed())
                    .as("resumed only if it was at first")
                    .isTrue();
        }
    }

    /** The parts of an outcome that a repeated command must answer again. */
    private static List<?> lasting(Object outcome) {
        if (outcome instanceof Pushed pushed) {
            return List.of(pushed.position(), pushed.at(), pushed.acked(), pushed.sessions());
        } else if (outcome instanceof Attached attached) {
            return List.of(attached.device(), attached.position(), attached.pending(), attached.page());
        } else if (outcome instanceof AckOutcome.Acked acked) {
            return List.of(acked.cursor());
        } else if (outcome instanceof Sweep.Swept swept) {
            return List.of(swept.sessions());
        } else if (outcome instanceof Detach.Detached
                || outcome instanceof Removed
                || outcome instanceof Clear.Cleared) {
            return List.of();
        }
        return List.of(outcome);
    }
}
