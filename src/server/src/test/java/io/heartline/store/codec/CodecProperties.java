package io.heartline.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.store.Commands;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome;
import io.heartline.user.Change;
import io.heartline.user.Devices;
import io.heartline.user.Message;
import io.heartline.user.TokenCutoff;
import io.heartline.user.Transition;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.VersionVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Round trips: every written value is equal when it is read. */
class CodecProperties {

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyCommandIsReadAsItWasWritten(@ForAll("commands") UserCommand<?> command) throws IOException {
        assertThat(read(bytes(command, CommandCodec::write), CommandCodec::read))
                .isEqualTo(command);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyEntryIsReadAsItWasWritten(
            @ForAll("stories") List<UserCommand<?>> story,
            @ForAll("vectors") VersionVector vector,
            @ForAll("unseen") long unseen,
            @ForAll @IntRange(min = 1, max = FormatVersion.NEWEST) int version)
            throws IOException {
        UserState grown = Anything.end(story).state();
        UserState state = new UserState(
                grown.epoch(),
                grown.mailbox(),
                new Devices(grown.devices().all(), unseen),
                vector,
                grown.presence(),
                grown.changedAt(),
                grown.stale(),
                new TokenCutoff(unseen, unseen + 1));
        UserState read = read(bytes(state, state(version)), StateCodec::read);

        assertThat(content(read)).isEqualTo(content(state));
        assertThat(read.cutoff()).isEqualTo(state.cutoff());
        assertThat(read.mailbox().owed()).isEqualTo(state.mailbox().owed());
        assertThat(read.mailbox().bytes()).isEqualTo(state.mailbox().bytes());
        assertThat(read.mailbox().receiptsOwed()).isEqualTo(state.mailbox().receiptsOwed());
        assertThat(StateCodec.owesTheSame(read, state)).isTrue();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyOutcomeIsReadAsItWasWritten(@ForAll("stories") List<UserCommand<?>> story) throws IOException {
        for (Transition<?> transition : Anything.end(story).transitions()) {
            Object outcome = transition.outcome();
            assertThat(read(bytes(outcome, OutcomeCodec::write), OutcomeCodec::read))
                    .isEqualTo(outcome);
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aCopyThatHearsOfChangesByTheWireOwesTheSameAsTheEntry(
            @ForAll("stories") List<UserCommand<?>> story,
            @ForAll @IntRange(min = 1, max = FormatVersion.NEWEST) int version)
            throws IOException {
        UserState state = UserState.ABSENT;
        UserState copy = UserState.ABSENT;
        for (Transition<?> transition : Anything.end(story).transitions()) {
            Change change = Change.of(state, transition);
            if (change != null) {
                copy = read(bytes(change, change(version)), ChangeCodec::read).applyTo(copy);
            }
            state = transition.next();
            assertThat(StateCodec.owesTheSame(copy, state)).isTrue();
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void everyChangeIsReadAsItWasWritten(
            @ForAll("changes") Change.Parts change, @ForAll @IntRange(min = 1, max = FormatVersion.NEWEST) int version)
            throws IOException {
        assertThat(read(bytes(change, change(version)), ChangeCodec::read)).isEqualTo(change);
    }

    @Property
    void everyNumberIsReadAsItWasWritten(@ForAll long number) throws IOException {
        byte[] bytes = bytes(number, (out, n) -> out.number(n).signed(n).bits(n));
        List<Long> read = read(bytes, in -> List.of(in.number(), in.signed(), in.bits()));
        assertThat(read).containsExactly(number, number, number);
    }

    @Example
    void everyRefusalIsReadAsItWasWritten() throws IOException {
        for (AttachOutcome.Reason reason : AttachOutcome.Reason.values()) {
            Object outcome = new AttachOutcome.Refused(reason);
            assertThat(read(bytes(outcome, OutcomeCodec::write), OutcomeCodec::read))
                    .isEqualTo(outcome);
        }
        Object failed = new CommandFailure("why");
        assertThat(read(bytes(failed, OutcomeCodec::write), OutcomeCodec::read)).isEqualTo(failed);
    }

    @Example
    void aVersionFromTheFutureIsRefusedByName() throws IOException {
        byte[] bytes = bytes(UserState.ABSENT, state(FormatVersion.NEWEST));
        bytes[0] = 4;
        assertThatThrownBy(() -> read(bytes, StateCodec::read))
                .hasMessage("The entry is written in version 4, but this node reads only versions 1 to 3.");
    }

    @Example
    void aKindFromTheFutureIsRefusedByName() {
        assertThatThrownBy(() -> read(new byte[] {1, 99}, CommandCodec::read))
                .hasMessage("There is no command of kind 99.");
    }

    @Example
    void anEmptyEntryTakesFewBytes() throws IOException {
        assertThat(bytes(UserState.ABSENT, state(FormatVersion.NEWEST))).hasSizeLessThanOrEqualTo(14);
        Attach attach = Commands.attach("s", "d");
        assertThat(bytes(attach, CommandCodec::write)).hasSizeLessThan(80);
    }

    @Provide
    Arbitrary<UserCommand<?>> commands() {
        return Anything.command();
    }

    @Provide
    Arbitrary<List<UserCommand<?>>> stories() {
        return Anything.story();
    }

    @Provide
    Arbitrary<VersionVector> vectors() {
        return Anything.vector();
    }

    @Provide
    Arbitrary<Long> unseen() {
        return Arbitraries.oneOf(Arbitraries.just(0L), Anything.number());
    }

    @Provide
    Arbitrary<Change.Parts> changes() {
        Arbitrary<Devices> devices = Combinators.combine(
                        Anything.device().list().ofMaxSize(4), Anything.number())
                .as(Devices::new)
                .injectNull(0.3);
        Arbitrary<VersionVector> vector = Anything.vector().injectNull(0.3);
        return Combinators.combine(
                        Anything.text(),
                        Anything.number(),
                        Anything.number(),
                        Anything.message().list().ofMaxSize(4),
                        devices,
                        vector,
                        Anything.number())
                .as((epoch, base, head, messages, kept, counts, at) -> new Change.Parts(
                        epoch, base, head, base + 1, head + 1, messages, kept, counts, at, at + 1, TokenCutoff.NONE));
    }

    private record Content(
            String epoch,
            List<Long> numbers,
            List<Message> messages,
            Devices devices,
            VersionVector vector,
            boolean stale) {}

    private static Content content(UserState state) {
        List<Message> messages = new ArrayList<>();
        state.mailbox().forEach(messages::add);
        return new Content(
                state.epoch(),
                List.of(
                        state.mailbox().head(),
                        state.mailbox().acked(),
                        state.mailbox().pruned(),
                        state.presence(),
                        state.changedAt()),
                messages,
                state.devices(),
                state.vector(),
                state.stale());
    }

    static FieldWriter.Part<UserState> state(int version) {
        return (out, state) -> StateCodec.write(out, state, version);
    }

    static FieldWriter.Part<Change> change(int version) {
        return (out, change) -> ChangeCodec.write(out, change, version);
    }

    static <T> byte[] bytes(T value, FieldWriter.Part<T> part) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        part.write(new FieldWriter(new DataOutputStream(bytes)), value);
        return bytes.toByteArray();
    }

    static <T> T read(byte[] bytes, FieldReader.Part<T> part) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        T value = part.read(new FieldReader(in));
        assertThat(in.read()).as("nothing is left over").isEqualTo(-1);
        return value;
    }
}
