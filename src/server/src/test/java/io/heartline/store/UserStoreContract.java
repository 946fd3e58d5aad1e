package io.heartline.store;

import static io.heartline.store.Commands.NOW;
import static io.heartline.store.Commands.ack;
import static io.heartline.store.Commands.attach;
import static io.heartline.store.Commands.pull;
import static io.heartline.store.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AckOutcome;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Clear;
import io.heartline.user.Describe;
import io.heartline.user.Detach;
import io.heartline.user.FindMessage;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Message;
import io.heartline.user.MessageView;
import io.heartline.user.PullOutcome;
import io.heartline.user.PushOutcome;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.RemoveDevice;
import io.heartline.user.RemoveSession;
import io.heartline.user.Removed;
import io.heartline.user.Sweep;
import io.heartline.user.UserView;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The contract of every {@link UserStore}. Two stores share the entries, each on an event loop of its own. */
abstract class UserStoreContract {
    private static final AtomicInteger USERS = new AtomicInteger();

    /** A user that no other test uses. */
    private final String alice = "alice-" + USERS.incrementAndGet();

    abstract Caller here();

    abstract Caller there();

    /** Sets if the stores may serve. */
    abstract void serve(boolean may);

    /** Fails if a replica does not owe the same messages as its entry. */
    abstract void copiesOweTheSame(List<String> users);

    abstract int entries();

    @Test
    void pushesAreNumberedInTheOrderOfTheirSubmission() {
        List<Future<PushOutcome>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> here().submit(alice, push("m" + i)))
                .toList();

        List<Long> numbers =
                answers.stream().map(answer -> seq(Caller.answer(answer))).toList();
        assertThat(numbers)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1_000).boxed().toList());
        copiesOweTheSame(List.of(alice));
    }

    @Test
    void whatTwoStoresPushAtOnceGetsEveryNumberOnceAndKeepsEachOnesOrder() {
        List<Future<PushOutcome>> ours = new ArrayList<>();
        List<Future<PushOutcome>> theirs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ours.add(here().submit(alice, push("ours-" + i)));
            theirs.add(there().submit(alice, push("theirs-" + i)));
        }
        List<Long> one = ours.stream().map(answer -> seq(Caller.answer(answer))).toList();
        List<Long> two =
                theirs.stream().map(answer -> seq(Caller.answer(answer))).toList();

        assertThat(one).isSorted();
        assertThat(two).isSorted();
        List<Long> all = new ArrayList<>(one);
        all.addAll(two);
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 800).boxed().toList());
        copiesOweTheSame(List.of(alice));
    }

    @Test
    void aRepeatedPushIsStoredOnceAndAnswersItsPlace() {
        Pushed first = (Pushed) here().ask(alice, push("m1"));
        here().ask(alice, push("m2"));
        Pushed again = (Pushed) there().ask(alice, push("m1"));

        assertThat(first.duplicate()).isFalse();
        assertThat(again.duplicate()).isTrue();
        assertThat(again.position()).isEqualTo(first.position());
        assertThat(here().ask(alice, new Describe(NOW)).pending()).isEqualTo(2);
    }

    @Test
    void aFullMailboxRefusesAndKeepsWhatItHas() {
        MailboxLimits two = new MailboxLimits(2, 1_000);
        here().ask(alice, push("m1", two));
        here().ask(alice, push("m2", two));

        assertThat(here().ask(alice, push("m3", two))).isInstanceOf(PushOutcome.MailboxFull.class);
        assertThat(((Pushed) here().ask(alice, push("m1", two))).duplicate()).isTrue();
        assertThat(here().ask(alice, new Describe(NOW)).pending()).isEqualTo(2);
    }

    @Test
    void aRefusalToAnUnknownUserLeavesNothingBehind() {
        int before = entries();
        assertThat(here().ask(alice, push("m1", new MailboxLimits(1, 1)))).isInstanceOf(PushOutcome.MailboxFull.class);
        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void everyPushIsInTheBacklogOfAnAttachOrNamesItsSession() {
        List<Future<PushOutcome>> pushes = new ArrayList<>();
        Future<?> attached = null;
        for (int i = 0; i < 200; i++) {
            pushes.add(there().submit(alice, push("m" + i)));
            if (i == 100) {
                attached = here().submit(alice, attach("s1", "phone"));
            }
        }
        Attached attach = (Attached) Caller.answer(attached);
        Set<String> backlog =
                Set.copyOf(attach.page().messages().stream().map(Message::id).toList());

        for (int i = 0; i < 200; i++) {
            Pushed pushed = (Pushed) Caller.answer(pushes.get(i));
            boolean named = pushed.sessions().stream().map(LiveSession::id).anyMatch("s1"::equals);
            assertThat(backlog.contains("m" + i)).as("m" + i).isNotEqualTo(named);
        }
    }

    @Test
    void severalCommandsOfOneUserInOneBatchSeeEachOther() {
        Future<PushOutcome> pushed = here().submit(alice, push("m1"));
        Future<?> attached = here().submit(alice, attach("s1", "phone"));
        String epoch = Long.toString(42, 36);
        Future<PushOutcome> second = here().submit(alice, push("m2"));
        Future<PullOutcome> pulled = here().submit(alice, pull("s1", epoch, 1));
        Future<AckOutcome> acked = here().submit(alice, ack("s1", epoch, 2));
        Future<UserView> seen = here().submit(alice, new Describe(NOW));
        Future<Detach.Detached> detached = here().submit(alice, new Detach("s1", false, NOW));

        assertThat(seq(Caller.answer(pushed))).isEqualTo(1);
        assertThat(((Attached) Caller.answer(attached)).pending()).isEqualTo(1);
        assertThat(((Pushed) Caller.answer(second)).sessions()).hasSize(1);
        assertThat(((PullOutcome.Pulled) Caller.answer(pulled)).page().messages())
                .hasSize(1);
        assertThat(((AckOutcome.Acked) Caller.answer(acked)).cursor()).isEqualTo(2);
        assertThat(Caller.answer(seen).pending()).isZero();
        assertThat(Caller.answer(detached).presence()).hasSize(1);
        copiesOweTheSame(List.of(alice));
    }

    @Test
    void askingForAnUnknownUserCreatesNothing() {
        int before = entries();
        assertThat(here().ask(alice, new Describe(NOW)).epoch()).isEmpty();
        assertThat(here().ask(alice, new FindMessage("m1", NOW))).isEmpty();
        assertThat(here().ask(alice, pull("s1", "e", 0))).isInstanceOf(PullOutcome.NotAttached.class);
        assertThat(here().ask(alice, ack("s1", "e", 1))).isInstanceOf(AckOutcome.NotAttached.class);
        assertThat(here().ask(alice, new Detach("s1", false, NOW)).presence()).isEmpty();
        assertThat(here().ask(alice, new Clear(NOW)).messages()).isZero();
        assertThat(here().ask(alice, new RemoveDevice("d", NOW)).found()).isFalse();
        assertThat(here().ask(alice, new RemoveSession("s", NOW)).found()).isFalse();
        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void operatorsSeeAndEndWhatIsThere() {
        here().ask(alice, attach("s1", "phone"));
        here().ask(alice, push("m1"));

        Optional<MessageView> found = there().ask(alice, new FindMessage("m1", NOW));
        Removed removed = there().ask(alice, new RemoveSession("s1", NOW));
        Clear.Cleared cleared = there().ask(alice, new Clear(NOW));
        Sweep.Swept swept = there().ask(alice, new Sweep(Set.of("node-1"), NOW, NOW));

        assertThat(found).map(MessageView::state).contains(MessageView.State.STORED);
        assertThat(removed.evictions()).hasSize(1);
        assertThat(cleared.messages()).isEqualTo(1);
        assertThat(swept.sessions()).isEmpty();
        copiesOweTheSame(List.of(alice));
    }

    @Test
    void anEntryThatHasBeenEmptyForADayDisappears() {
        int before = entries();
        here().ask(alice, push("m1"));
        here().ask(alice, new Clear(NOW));
        assertThat(entries()).isEqualTo(before + 1);

        here().ask(alice, new Sweep(Set.of(), NOW, NOW + 2 * Commands.DAY));

        assertThat(entries()).isEqualTo(before);
        copiesOweTheSame(List.of(alice));
    }

    @Test
    void manyUsersAtOnceAreAllServed() {
        List<String> users =
                IntStream.range(0, 500).mapToObj(i -> alice + "-" + i).toList();
        List<Future<PushOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (String user : users) {
                answers.add((i % 2 == 0 ? here() : there()).submit(user, push("m" + i)));
            }
        }
        answers.forEach(answer -> assertThat(Caller.answer(answer)).isInstanceOf(Pushed.class));

        for (String user : users) {
            assertThat(here().ask(user, new Describe(NOW)).pending()).isEqualTo(20);
        }
        copiesOweTheSame(users);
    }

    @Test
    void aStoreThatMayNotServeRefusesEverything() {
        serve(false);
        StoreException refused = Caller.failure(here().submit(alice, push("m1")));
        serve(true);

        assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(refused).hasMessageContaining("not applied");
        assertThat(here().ask(alice, new Describe(NOW)).epoch()).isEmpty();
    }

    @Test
    void answersComeOnTheEventLoopOfTheStore() {
        assertThat(here().contextOfAnswer(alice, push("m1"))).isSameAs(here().context());
    }

    private static long seq(PushOutcome outcome) {
        return ((Pushed) outcome).position().seq();
    }
}
