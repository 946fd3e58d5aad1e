package io.heartline.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.PushOutcome.MailboxFull;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.Step.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random sequences of commands. The entry must behave as the {@link ModelUser} does. */
class UserProperties {
    @Provide
    Arbitrary<List<Step>> steps() {
        return Step.some(60);
    }

    @Property(tries = 1_500, edgeCases = EdgeCasesMode.NONE)
    void whateverHappensTheEntryDoesWhatTheContractSays(@ForAll("steps") List<Step> steps) {
        Scene scene = new Scene("a");
        Story story = new Story(scene);
        steps.forEach(story::happen);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void nodesWhoseClocksDisagreeBreakNothingThatEveryCommandPromises(@ForAll("steps") List<Step> steps) {
        Scene scene = new Scene("a").skewed();
        steps.forEach(step -> {
            UserCommand<?> command = scene.command(step);
            if (command != null) {
                scene.state = Applied.to(scene.state, command, scene.owner()).next();
            }
        });
    }

    /** One user's life, followed by the model step by step. */
    private static final class Story {
        private final Scene scene;
        private final ModelUser model = new ModelUser();
        private final Set<String> epochs = new HashSet<>();
        private final Numbers numbers = new Numbers();
        private final Set<String> ids = new HashSet<>();
        private long lastChange;
        private List<?> before = List.of();

        Story(Scene scene) {
            this.scene = scene;
        }

        void happen(Step step) {
            UserCommand<?> command = scene.command(step);
            if (command == null) {
                return;
            }
            UserState was = scene.state;
            Transition<?> transition = Applied.to(was, command, scene.owner());
            scene.state = transition.next();
            boolean reads = step.kind() == Kind.READ || command instanceof Describe || command instanceof FindMessage;
            if (reads) {
                assertThat(scene.state).isSameAs(was);
                return;
            }
            boolean renewed = model.apply(command);
            followEpoch(was, renewed);
            compareAnswer(command, transition.outcome());
            noteChange(command.now());
            if (scene.state.isAbsent()) {
                assertForgotten(was, command.now());
            }
            compareState(command.now());
        }

        private void followEpoch(UserState was, boolean renewed) {
            String epoch = scene.state.epoch();
            assertThat(!epoch.equals(was.epoch()) && !scene.state.isAbsent())
                    .as("the epoch changed")
                    .isEqualTo(renewed);
            if (renewed) {
                assertThat(epochs.add(epoch)).as("a new epoch").isTrue();
                model.epoch = epoch;
                if (!was.isAbsent()) {
                    model.renumber(scene.state.mailbox());
                }
            }
        }

        private void noteChange(long now) {
            List<?> after = List.of(
                    model.stale,
                    model.messages.stream()
                            .map(l -> List.of(l.id, l.fate, l.acked))
                            .toList(),
                    model.mailboxes.values().stream()
                            .map(b -> List.of(b.name, b.cursor, b.live == null, b.uninformed, b.lastSeen))
                            .toList());
            if (!after.equals(before)) {
                lastChange = now;
                before = after;
            }
        }

        private void assertForgotten(UserState was, long now) {
            if (was.isAbsent()) {
                return;
            }
            assertThat(model.owed()).isEmpty();
            assertThat(model.mailboxes).isEmpty();
            assertThat(now - lastChange).as("a day after the last change").isGreaterThanOrEqualTo(86_400_000);
            model.forget();
        }

        private void compareAnswer(UserCommand<?> command, Object outcome) {
            if (outcome instanceof Pushed pushed) {
                ids.add(((Push) command).id());
                ModelMessage message = model.messages.stream()
                        .filter(l -> l.seq == pushed.position().seq() && l.id.equals(((Push) command).id()))
                        .findFirst()
                        .orElseThrow();
                assertThat(
                                pushed.duplicate()
                                        ? "duplicate " + message.id + " " + pushed.acked()
                                        : "stored " + message.id)
                        .isEqualTo(model.answer);
                assertThat(evicted(pushed.evictions())).as("evicted").isEqualTo(model.evicted);
            } else if (outcome instanceof MailboxFull) {
                assertThat("full").isEqualTo(model.answer);
            } else if (outcome instanceof Attached attached) {
                compareAttached((Attach) command, attached);
            } else if (outcome instanceof AttachOutcome.Refused) {
                assertThat("refused").isEqualTo(model.answer);
            } else if (outcome instanceof AckOutcome.Acked acked) {
                assertThat("cursor " + acked.cursor()).isEqualTo(model.answer);
            } else if (outcome instanceof PullOutcome.Pulled pulled) {
                assertThat("page").isEqualTo(model.answer);
                comparePage(((Pull) command).after(), ((Pull) command).limit(), pulled.page());
            } else if (outcome instanceof AckOutcome.NotAttached || outcome instanceof PullOutcome.NotAttached) {
                assertThat("not attached").isEqualTo(model.answer);
            } else if (outcome instanceof Removed removed) {
                assertThat(evicted(removed.evictions())).isEqualTo(model.evicted);
            }
        }

        private void compareAttached(Attach command, Attached attached) {
            assertThat(attached.device() + " at " + attached.position().seq() + " pending " + attached.pending())
                    .isEqualTo(model.answer);
            assertThat(attached.position().epoch()).isEqualTo(scene.state.epoch());
            if (model.resumed != null) {
                assertThat(attached.resumed()).as("resumed").isEqualTo(model.resumed);
            }
            assertThat(evicted(attached.evictions())).as("evicted").isEqualTo(model.evicted);
            comparePage(attached.position().seq(), command.limit(), attached.page());
        }

        private static Set<String> evicted(List<Eviction> evictions) {
            return evictions.stream().map(e -> e.session().id()).collect(Collectors.toSet());
        }

        private void comparePage(long after, ReadLimit limit, Page page) {
            List<String> owed = model.owed().stream()
                    .filter(l -> l.seq > after)
                    .map(l -> l.seq + l.id)
                    .toList();
            List<String> shown =
                    page.messages().stream().map(m -> m.seq() + m.id()).toList();
            assertThat(owed.subList(0, shown.size())).isEqualTo(shown);
            assertThat(shown.size()).isLessThanOrEqualTo(limit.messages());
            if (shown.size() < owed.size() && shown.size() < limit.messages() && !shown.isEmpty()) {
                long bytes = model.owed().stream()
                        .filter(l -> l.seq > after)
                        .limit(shown.size() + 1)
                        .mapToLong(l -> l.length)
                        .sum();
                assertThat(bytes).as("bytes with one more").isGreaterThan(limit.bytes());
            }
            assertThat(shown.isEmpty()).isEqualTo(owed.isEmpty() || limit.messages() == 0);
            long next = model.owed().stream()
                    .filter(l -> l.seq > after)
                    .skip(shown.size())
                    .mapToLong(l -> l.seq)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            assertThat(page.upTo()).isLessThan(next).isGreaterThanOrEqualTo(after);
            if (next == Long.MAX_VALUE) {
                assertThat(page.upTo()).isEqualTo(page.head());
            }
        }

        private void compareState(long now) {
            UserState state = scene.state;
            Mailbox mailbox = state.mailbox();
            assertThat(mailbox.head()).as("head").isEqualTo(model.head);
            assertThat(mailbox.acked()).as("acked").isEqualTo(model.highestAck);
            assertThat(state.stale()).as("stale").isEqualTo(model.stale);
            assertThat(state.devices().all().stream()
                            .map(d -> d.name() + " " + d.cursor() + " "
                                    + (d.session() == null ? "" : d.session().id()))
                            .toList())
                    .containsExactlyInAnyOrderElementsOf(model.mailboxes.values().stream()
                            .map(b -> b.name + " " + b.cursor + " " + (b.live == null ? "" : b.live.id()))
                            .toList());
            assertThat(mailbox.pruned())
                    .as("pruned")
                    .isLessThanOrEqualTo(state.devices().lowestCursor(Long.MAX_VALUE));
            numbers.note(state);
            List<String> owed = new ArrayList<>();
            mailbox.forEach(m -> {
                if (m.owed()) {
                    owed.add(m.seq() + m.id());
                }
            });
            assertThat(owed)
                    .isEqualTo(model.owed().stream().map(l -> l.seq + l.id).toList());
            ids.forEach(id -> compareRemembered(mailbox, id, now));
        }

        private void compareRemembered(Mailbox mailbox, String id, long now) {
            ModelMessage expected = model.known(id, now);
            Message message = mailbox.find(id, now);
            assertThat(message == null ? "forgotten" : message.seq() + " " + mailbox.hasAcked(message))
                    .as(id)
                    .isEqualTo(expected == null ? "forgotten" : expected.seq + " " + expected.acked);
        }
    }
}
