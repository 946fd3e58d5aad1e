package io.heartline.torture.field;

import io.heartline.torture.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The wall clocks of the nodes, if they can be set. Owned by the thread that calls the field. */
final class Clocks {
    private final Map<String, FakeClock> clocks = new HashMap<>();

    private Clocks() {}

    /** One correct clock for each site; none if the nodes need none, or libfaketime is not installed. */
    static Clocks of(FieldConfig config, List<Site> sites) throws IOException {
        Clocks all = new Clocks();
        Optional<Path> library = FakeClock.library();
        if (config.launch().clocks() && library.isPresent()) {
            for (Site site : sites) {
                all.clocks.put(site.name(), FakeClock.of(site.name(), config.directory(), library.get()));
            }
        }
        return all;
    }

    /** The reason why no clock can be set; empty if they can. */
    Optional<String> missing() {
        return clocks.isEmpty() ? Optional.of(why()) : Optional.empty();
    }

    private static String why() {
        return FakeClock.library().isPresent()
                ? "nodes are started with their true clocks"
                : "libfaketime is not installed";
    }

    /** The prefix of a node's command. */
    List<String> entering(String node) {
        FakeClock clock = clocks.get(node);
        if (clock == null) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("env"));
        clock.environment().forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }

    void set(String node, Duration ahead) throws IOException {
        FakeClock clock = clocks.get(node);
        if (clock == null) {
            throw new UnsupportedOperationException(why());
        }
        clock.set(ahead);
    }

    Collection<FakeClock> all() {
        return clocks.values();
    }
}
