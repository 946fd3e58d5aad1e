package io.heartline.cli;

import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.Routes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the plain routes of a YAML file: a mapping of names to routes. */
final class RoutesFile {
    private static final String OPTION = "routes";

    private RoutesFile() {}

    /**
     * Reads all of it, and throws {@link IllegalArgumentException} with a line for each fault, naming route and key.
     *
     * @param tokens true if clients need tokens
     * @param inbound the addresses that clients may send to
     */
    static Routes read(Path file, boolean tokens, Set<String> inbound) {
        List<String> faults = new ArrayList<>();
        List<Route> read = new ArrayList<>();
        YamlFile.read(OPTION, file).forEach((name, keys) -> {
            if (!(name instanceof String text)) { // 5.10 would be another name than it seems
                faults.add(name + ": the name of a route must be a text: write it in quotes");
            } else if (keys instanceof Map<?, ?> map) {
                Route route = new RouteReader(text, map, faults).read();
                read.addAll(route == null ? List.of() : List.of(route));
            } else {
                faults.add(name + ": must be a mapping of keys to values");
            }
        });
        try {
            Routes routes = new Routes(read);
            faults.addAll(routes.faults(tokens, inbound));
            if (faults.isEmpty()) {
                return routes;
            }
        } catch (IllegalArgumentException e) {
            faults.addAll(String.valueOf(e.getMessage()).lines().toList());
        }
        throw new IllegalArgumentException(String.join(
                "\n", faults.stream().map(fault -> OPTION + ": " + fault).toList()));
    }
}
