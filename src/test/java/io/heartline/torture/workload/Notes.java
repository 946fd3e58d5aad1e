package io.heartline.torture.workload;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was recorded, in memory. Any thread. */
public final class Notes implements Recorder {
    private final long start = System.nanoTime();
    private final List<Event> events = new ArrayList<>();

    @Override
    public long now() {
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public synchronized void record(Event event) {
        events.add(event);
    }

    public synchronized List<Event> all() {
        return List.copyOf(events);
    }

    public <E extends Event> Stream<E> of(Class<E> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast);
    }

    public List<String> phases() {
        return of(Event.Phase.class).map(Event.Phase::name).toList();
    }

    /** What was last seen of each user. */
    public Map<String, UserSeen> lastSeen() {
        return of(UserSeen.class).collect(Collectors.toMap(UserSeen::user, seen -> seen, (early, late) -> late));
    }
}
