package io.heartline.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Attach;
import io.heartline.user.Change;
import io.heartline.user.NodeSet;
import io.heartline.user.UserCommand;
import io.heartline.user.UserState;
import io.heartline.user.VersionVector;
import io.heartline.user.WriteCounter;
import io.heartline.user.WriteSource;
import io.heartline.user.Writer;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that codecs know every kind of the sealed types that they write. A new kind must be added here, and then to the
 * codec.
 */
class EveryKindTest {
    private static final Writer WRITER = new Writer("node-1", NodeSet.NONE);
    private static final List<WriteSource> SOURCES = List.of(
            WRITER,
            new WriteSource.EpochBegun("1z", WRITER),
            new WriteSource.Merged("2z"),
            new WriteSource.SplitSide("node-1", NodeSet.NONE));

    @Test
    void everyCommandIsSentAsItself() throws IOException {
        List<UserCommand<?>> commands = Stream.concat(
                        WrittenBeforeTest.COMMANDS.stream(), WrittenBeforeTest.COMMANDS_OF_3.stream())
                .toList();
        assertThat(kindsOf(commands)).isEqualTo(kindsOf(UserCommand.class));
        for (UserCommand<?> command : commands) {
            byte[] bytes = CodecProperties.bytes(command, CommandCodec::write);
            assertThat(CodecProperties.read(bytes, CommandCodec::read)).isEqualTo(command);
        }
    }

    @Test
    void everyTargetOfAnAttachIsSentAsItself() {
        List<Attach.Target> targets = WrittenBeforeTest.COMMANDS.stream()
                .filter(Attach.class::isInstance)
                .map(command -> ((Attach) command).target())
                .toList();

        assertThat(kindsOf(targets)).isEqualTo(kindsOf(Attach.Target.class));
    }

    @Test
    void everyOutcomeOfEveryCommandIsSentAsItself() throws IOException {
        Set<Class<?>> outcomes = kindsOf(UserCommand.class).stream()
                .flatMap(command -> outcomesOf(command).stream())
                .collect(Collectors.toSet());
        List<Object> samples = WrittenBeforeTest.OUTCOMES.stream()
                .flatMap(outcome -> outcome instanceof Optional<?> found ? found.stream() : Stream.of(outcome))
                .filter(outcome -> !(outcome instanceof CommandFailure)) // of any command
                .toList();

        assertThat(kindsOf(samples)).isEqualTo(outcomes);
        for (Object outcome : WrittenBeforeTest.OUTCOMES) {
            byte[] bytes = CodecProperties.bytes(outcome, OutcomeCodec::write);
            assertThat(CodecProperties.read(bytes, OutcomeCodec::read)).isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyChangeIsSentAsItself(int version) throws IOException {
        List<Change> changes = List.of(WrittenBeforeTest.PARTS, new Change.Whole(UserState.ABSENT));

        assertThat(kindsOf(changes)).isEqualTo(kindsOf(Change.class));
        for (Change change : changes) {
            byte[] bytes = CodecProperties.bytes(change, CodecProperties.change(version));
            assertThat(CodecProperties.read(bytes, ChangeCodec::read)).hasSameClassAs(change);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everySourceOfWritesIsSentAsItself(int version) throws IOException {
        assertThat(kindsOf(SOURCES)).isEqualTo(kindsOf(WriteSource.class));
        for (WriteSource source : SOURCES) {
            VersionVector vector = new VersionVector(List.of(new WriteCounter(source, 3)));
            byte[] bytes = CodecProperties.bytes(vector, (out, v) -> VectorCodec.write(out, v, version));
            VersionVector read = CodecProperties.read(bytes, in -> VectorCodec.read(in, version));
            assertThat(read).isEqualTo(vector);
        }
    }

    private static Set<Class<?>> kindsOf(List<?> samples) {
        return samples.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static Set<Class<?>> kindsOf(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .flatMap(kind -> kindsOf(kind).stream())
                        .collect(Collectors.toSet())
                : Set.of(type);
    }

    /** The kinds of the type argument of {@code UserCommand}; of an optional one, those inside. */
    private static Set<Class<?>> outcomesOf(Class<?> command) {
        Type outcome = argumentOf(Stream.of(command.getGenericInterfaces())
                .filter(type -> type.getTypeName().startsWith(UserCommand.class.getName()))
                .findFirst()
                .orElseThrow());
        return kindsOf((Class<?>) (outcome instanceof ParameterizedType ? argumentOf(outcome) : outcome));
    }

    private static Type argumentOf(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }
}
