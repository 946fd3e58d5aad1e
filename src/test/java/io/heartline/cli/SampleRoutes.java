package io.heartline.cli;

import io.heartline.session.plain.Routes;
import java.nio.file.Path;
import java.util.Set;

/** The routes that the documentation shows. */
public final class SampleRoutes {
    private SampleRoutes() {}

    public static Routes read() {
        return RoutesFile.read(Path.of("docs/routes.yaml"), false, Set.of());
    }
}
