package io.heartline.cli;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.heartline.session.dialect.Query;
import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** Fuzz test: any file of routes is read, or its faults are named. Then any path and query can be looked up. */
class RoutesFuzz {
    private final Path file = create();

    private static Path create() {
        try {
            return Files.createTempFile("routes", ".yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @DictionaryEntries({
        "path: ",
        "user: ",
        "{query: ",
        "{user}",
        "{value: 1}",
        "{fixed: ",
        "token: ",
        "heartbeats:",
        "- {text: ",
        "json: ",
        "answer: ",
        "otherText: ",
        "echo",
        "{forward: orders}",
        "keepMillis: ",
        "sockjs: true",
        "sockjsPath: ",
        "&a ",
        "*a",
        "<<: ",
        "!!",
        "%C3%A9",
        "%ff",
        "?u=a&u=b"
    })
    @FuzzTest(maxDuration = "2m")
    void areUnderstoodOrTheirFaultsAreNamed(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0'); // behind it, the path of a request
        Files.writeString(file, end < 0 ? text : text.substring(0, end), StandardCharsets.UTF_8);
        Routes routes;
        try {
            routes = RoutesFile.read(file, false, Set.of("orders"));
        } catch (IllegalArgumentException named) {
            return;
        }
        ask(routes, end < 0 ? "/" : text.substring(end + 1));
    }

    private static void ask(Routes routes, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        routes.sockjsAt(path);
        Route route = routes.at(path);
        if (route != null) {
            route.userIn(path, new Query(mark < 0 ? null : target.substring(mark + 1)));
            route.heartbeat(target);
        }
    }
}
