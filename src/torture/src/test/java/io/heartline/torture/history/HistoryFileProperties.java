package io.heartline.torture.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event.Acknowledged;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Channel;
import io.heartline.torture.history.Event.ClusterSeen;
import io.heartline.torture.history.Event.Deafened;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Departing;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.FaultEnded;
import io.heartline.torture.history.Event.GivenUp;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Muted;
import io.heartline.torture.history.Event.NodeBack;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.NodeReady;
import io.heartline.torture.history.Event.NodeStarted;
import io.heartline.torture.history.Event.Phase;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.Nullable;

/** Events that are written to a history file are read back unchanged. */
class HistoryFileProperties {
    private Path path = Path.of("");

    @BeforeTry
    void aPlaceForTheFile() throws IOException {
        path = Files.createTempFile("history", ".ndjson");
    }

    @AfterTry
    void theFileGoes() throws IOException {
        Files.deleteIfExists(path);
    }

    @Property(tries = 200)
    void eventsAreReadBackAsTheyWere(@ForAll("events") List<Event> events) throws IOException {
        write(events);

        assertThat(read()).isEqualTo(events);
    }

    @Property(tries = 100)
    void ofAFileThatWasCutOffTheWholeLinesAreRead(
            @ForAll("events") List<Event> events, @ForAll @IntRange(max = 400) int cut) throws IOException {
        write(events);
        byte[] whole = Files.readAllBytes(path);
        int size = Math.max(0, whole.length - cut);
        int lines = 0;
        for (int i = 0; i < size; i++) {
            lines += whole[i] == '\n' ? 1 : 0;
        }
        Files.write(path, Arrays.copyOf(whole, size));

        assertThat(read()).isEqualTo(events.subList(0, lines));
    }

    @Property(tries = 1)
    void everyKindOfEventIsAmongThem() {
        Set<Class<?>> kinds =
                kinds().stream().map(Arbitrary::sample).map(Object::getClass).collect(Collectors.toSet());

        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        Stream.of(Event.class.getPermittedSubclasses()).toArray(Class<?>[]::new));
    }

    @Provide
    Arbitrary<List<Event>> events() {
        return Arbitraries.oneOf(kinds()).list().ofMaxSize(30);
    }

    private static List<Arbitrary<Event>> kinds() {
        return List.of(
                event(any -> new Tried(
                        any.at(),
                        any.text(),
                        any.text(),
                        any.number(),
                        any.number(),
                        any.of(Channel.values()),
                        any.text())),
                event(any -> new Answered(
                        any.at(),
                        any.text(),
                        any.text(),
                        any.text(),
                        any.of(Fate.values()),
                        any.small(),
                        any.text(),
                        any.maybePosition(),
                        any.bool())),
                event(any -> new GivenUp(any.at(), any.text(), any.text())),
                event(any -> new Dialled(
                        any.at(),
                        any.number(),
                        any.text(),
                        any.text(),
                        any.text(),
                        any.number(),
                        any.number(),
                        any.maybePosition())),
                event(any -> new Welcomed(
                        any.at(), any.number(), any.text(), any.text(), any.bool(), any.position(), any.number())),
                event(any -> new Delivered(any.at(), any.number(), any.position(), any.text(), any.number())),
                event(any -> new Acknowledged(any.at(), any.number(), any.position())),
                event(any -> new Muted(any.at(), any.number())),
                event(any -> new Deafened(any.at(), any.number())),
                event(any -> new Departing(any.at(), any.number())),
                event(any -> new Goodbye(any.at(), any.number(), any.small(), any.number())),
                event(any -> new Ended(any.at(), any.number(), any.small())),
                event(any -> new NodeStarted(any.at(), any.text(), any.number())),
                event(any -> new NodeReady(any.at(), any.text(), any.text())),
                event(any -> new NodeLost(any.at(), any.text(), any.text())),
                event(any -> new NodeBack(any.at(), any.text())),
                event(any -> new FaultBegun(any.at(), any.number(), any.text(), any.texts(), any.text())),
                event(any -> new FaultEnded(any.at(), any.number())),
                event(any -> new ClusterSeen(any.at(), any.text(), any.bool(), any.small())),
                event(any -> new UserSeen(
                        any.at(),
                        any.number(),
                        any.text(),
                        any.text(),
                        any.bool(),
                        any.maybeText(),
                        any.number(),
                        any.number(),
                        any.texts(),
                        any.texts())),
                event(any -> new Phase(any.at(), any.text())));
    }

    private static Arbitrary<Event> event(Function<Any, Event> maker) {
        return Arbitraries.randomValue(random -> maker.apply(new Any(random)));
    }

    private void write(List<Event> events) throws IOException {
        try (HistoryFile file = new HistoryFile(path)) {
            events.forEach(file::record);
        }
    }

    private List<Event> read() throws IOException {
        List<Event> events = new ArrayList<>();
        HistoryReader.read(path, events::add);
        return events;
    }

    /** Values of every kind, ordinary and odd. */
    private record Any(Random random) {
        private static final List<String> ODD =
                List.of("", "\"", "\\", "\n", "\r\n\t\0", "ä€", "😀", "\ud83d", "{\"e\":\"x\"}", "\u2028", "\u007f");

        long at() {
            return random.nextInt(100_000_000);
        }

        long number() {
            return switch (random.nextInt(6)) {
                case 0 -> 0;
                case 1 -> Long.MIN_VALUE;
                case 2 -> Long.MAX_VALUE;
                case 3 -> -random.nextInt(1_000);
                case 4 -> random.nextLong();
                default -> random.nextInt(1_000_000);
            };
        }

        int small() {
            return random.nextInt(6_000);
        }

        boolean bool() {
            return random.nextBoolean();
        }

        String text() {
            return random.nextInt(3) > 0 ? "user-" + random.nextInt(1_000) : ODD.get(random.nextInt(ODD.size()));
        }

        @Nullable
        String maybeText() {
            return random.nextBoolean() ? text() : null;
        }

        List<String> texts() {
            return Stream.generate(this::text).limit(random.nextInt(4)).toList();
        }

        Position position() {
            return new Position(text(), number());
        }

        @Nullable
        Position maybePosition() {
            return random.nextBoolean() ? position() : null;
        }

        <T> T of(T[] values) {
            return values[random.nextInt(values.length)];
        }
    }
}
