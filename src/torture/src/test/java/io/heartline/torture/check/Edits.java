package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.UserSeen;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Changes to a history, each a new list. */
final class Edits {
    private Edits() {}

    /** Matches the delivery of a message to a device. */
    static Predicate<Event> delivered(List<Event> history, String device, String id) {
        List<Long> links = history.stream()
                .filter(e -> e instanceof Dialled d && d.device().equals(device))
                .map(e -> ((Dialled) e).link())
                .toList();
        return e -> e instanceof Delivered d && d.id().equals(id) && links.contains(d.link());
    }

    static int first(List<Event> history, Predicate<Event> which) {
        return IntStream.range(0, history.size())
                .filter(i -> which.test(history.get(i)))
                .findFirst()
                .orElseThrow();
    }

    static int last(List<Event> history, Predicate<Event> which) {
        return IntStream.range(0, history.size())
                .filter(i -> which.test(history.get(i)))
                .max()
                .orElseThrow();
    }

    static List<Event> without(List<Event> history, Predicate<Event> which) {
        return history.stream().filter(which.negate()).toList();
    }

    static List<Event> inserted(List<Event> history, int at, Event... events) {
        List<Event> mutated = new ArrayList<>(history);
        mutated.addAll(at, List.of(events));
        return mutated;
    }

    static List<Event> replaced(List<Event> history, int at, Event event) {
        List<Event> mutated = new ArrayList<>(history);
        mutated.set(at, event);
        return mutated;
    }

    static List<Event> swapped(List<Event> history, int one, int other) {
        return replaced(replaced(history, one, history.get(other)), other, history.get(one));
    }

    static List<Event> lastDelivery(List<Event> history, UnaryOperator<Delivered> change) {
        int at = last(history, e -> e instanceof Delivered);
        return replaced(history, at, change.apply((Delivered) history.get(at)));
    }

    static List<Event> lastSeen(List<Event> history, UnaryOperator<UserSeen> change) {
        int at = last(history, e -> e instanceof UserSeen);
        return replaced(history, at, change.apply((UserSeen) history.get(at)));
    }

    /** Delays all events from an index on. */
    static List<Event> later(List<Event> history, int from, long millis) {
        return from(
                history,
                from,
                (name, value) -> name.equals("at") || name.equals("askedAt") ? (Long) value + millis : value);
    }

    /** Moves all events from an index on to another epoch. */
    static List<Event> inEpoch(String epoch, List<Event> history, int from) {
        return from(history, from, (name, value) -> {
            if (name.equals("epoch")) {
                return epoch;
            }
            return value instanceof Position position ? new Position(epoch, position.seq()) : value;
        });
    }

    private static List<Event> from(List<Event> history, int from, BiFunction<String, Object, Object> change) {
        return Stream.concat(
                        history.subList(0, from).stream(),
                        history.subList(from, history.size()).stream().map(event -> copy(event, change)))
                .toList();
    }

    private static Event copy(Event event, BiFunction<String, Object, Object> change) {
        RecordComponent[] components = event.getClass().getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                Object value = components[i].getAccessor().invoke(event);
                values[i] = value == null ? null : change.apply(components[i].getName(), value);
            }
            return (Event) event.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
