package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Replicas that apply the changes of their owner's commands. */
class ChangeProperties {
    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.some(60);
    }

    @Provide
    Arbitrary<List<Boolean>> losses() {
        return Arbitraries.of(true, false, false, false, false, false).list().ofSize(60);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aCopyThatHearsEveryChangeEqualsItsOwner(@ForAll("steps") List<Step> steps) {
        Scene scene = new Scene("a");
        UserState copy = UserState.ABSENT;
        for (Step step : steps) {
            UserCommand<?> command = scene.command(step);
            Change change = command == null ? null : apply(scene, command);
            if (change != null) {
                copy = change.applyTo(copy);
                assertSame(copy, scene);
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aChangeHeardTwiceLeavesWhatItLeftOnce(@ForAll("steps") List<Step> steps) {
        Scene scene = new Scene("a");
        UserState copy = UserState.ABSENT;
        for (Step step : steps) {
            UserCommand<?> command = scene.command(step);
            Change change = command == null ? null : apply(scene, command);
            if (change != null) {
                copy = change.applyTo(change.applyTo(copy));
                assertSame(copy, scene);
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void changesHeardAgainInOrderLeaveWhatTheyLeft(
            @ForAll("steps") List<Step> steps, @ForAll("losses") List<Boolean> choices) {
        Scene scene = new Scene("a");
        List<Change> changes = new ArrayList<>();
        for (Step step : steps) {
            UserCommand<?> command = scene.command(step);
            Change change = command == null ? null : apply(scene, command);
            if (change != null) {
                changes.add(change);
            }
        }
        UserState copy = follow(UserState.ABSENT, changes);
        int from = Math.min(changes.size(), Math.max(0, choices.indexOf(true)));
        UserState again = follow(copy, changes.subList(from, changes.size()));
        assertThat(Contents.of(again, scene.now)).isEqualTo(Contents.of(copy, scene.now));
    }

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void aCopyThatMissedAPushNeverGivesOutANumberTwice(
            @ForAll("steps") List<Step> steps, @ForAll("losses") List<Boolean> losses) {
        Scene scene = new Scene("a");
        Numbers numbers = new Numbers();
        UserState copy = UserState.ABSENT;
        boolean behind = false;
        for (int i = 0; i < steps.size(); i++) {
            UserCommand<?> command = scene.command(steps.get(i));
            Change change = command == null ? null : apply(scene, command);
            numbers.note(scene.state);
            boolean lost = losses.get(i);
            if (change != null && !lost) {
                copy = change.applyTo(copy);
                Contents.assertTrue(copy);
                behind = false;
                numbers.note(copy);
            }
            behind |= change != null && lost;
            if (!behind) {
                assertOwnsUp(copy, scene, numbers);
            }
        }
    }

    /** Promotes the replica of a lost owner. It must know every seq that was assigned, or be stale. */
    private static void assertOwnsUp(UserState copy, Scene scene, Numbers numbers) {
        boolean knowsAll = copy.mailbox().head() == scene.state.mailbox().head()
                && Contents.messages(scene.state.mailbox()).stream()
                        .filter(Message::owed)
                        .allMatch(m -> copy.mailbox().get(m.seq()) != null);
        assertThat(copy.stale() || knowsAll).as("knows all or is stale").isTrue();
        Push push = new Push("new", Body.of(new byte[1]), 1_000_000, null, MailboxLimits.DEFAULT, 4711, scene.now);
        UserState taken = push.apply(copy, new Writer("heir")).next();
        Contents.assertTrue(taken);
        new Numbers(numbers).note(taken);
        if (copy.stale() && !copy.isAbsent()) {
            assertThat(taken.epoch()).isNotEqualTo(copy.epoch());
            assertThat(taken.sessions()).isEmpty();
            copy.devices().keptAt(scene.now).all().forEach(device -> assertThat(resumes(taken, device, scene.now))
                    .as(device + " resumes")
                    .isFalse());
        }
    }

    private static boolean resumes(UserState state, Device device, long now) {
        LiveSession session = new LiveSession("back", "n0", 0, LiveSession.NO_ATTEMPT, now, "websocket");
        Attach back = new Attach(
                session, new Attach.Target.Named(device.name()), 60_000, null, false, ReadLimit.NONE, 4712, now);
        return ((AttachOutcome.Attached) back.apply(state, new Writer("heir")).outcome()).resumed();
    }

    private static @Nullable Change apply(Scene scene, UserCommand<?> command) {
        UserState before = scene.state;
        Transition<?> transition = command.apply(before, scene.owner());
        scene.state = transition.next();
        return Change.of(before, transition);
    }

    private static UserState follow(UserState copy, List<Change> changes) {
        UserState state = copy;
        for (Change change : changes) {
            state = change.applyTo(state);
        }
        return state;
    }

    private static void assertSame(UserState copy, Scene scene) {
        assertThat(Contents.of(copy, scene.now)).isEqualTo(Contents.of(scene.state, scene.now));
        Contents.assertTrue(copy);
    }
}
