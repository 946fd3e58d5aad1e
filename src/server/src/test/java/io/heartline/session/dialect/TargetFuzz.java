package io.heartline.session.dialect;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Fuzz test: any path and query belong to one route or to none, and name one user or none. */
class TargetFuzz {
    private static final Routes ROUTES = new Routes(List.of(
            route("path", "/ws/{user}", new UserPlace.InPath()),
            route("query", "/old", new UserPlace.InQuery("user")),
            route("value", "/push.php", new UserPlace.BareValue(2))));

    private static Route route(String name, String path, UserPlace user) {
        PathPattern pattern = PathPattern.of(path);
        return new Route(
                name,
                pattern,
                user,
                new TokenPlace.Unsaid(),
                List.of(),
                new OtherText.Ignore(),
                Duration.ofMinutes(1),
                PathPattern.of(path.replaceFirst("/", "/sockjs/")));
    }

    @DictionaryEntries({
        "/ws/",
        "/old?user=",
        "/push.php?7&",
        "/sockjs/ws/",
        "%2F",
        "%ff",
        "%C3%A9",
        "+",
        "&user=",
        "?",
        "#"
    })
    @FuzzTest(maxDuration = "1m")
    void namesAUserOrNone(byte[] bytes) {
        String target = new String(bytes, StandardCharsets.ISO_8859_1);
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Query query = new Query(mark < 0 ? null : target.substring(mark + 1));
        for (Route route : asked(path)) {
            String user = route.userIn(path, query);
            if (user != null && user.length() > target.length()) {
                throw new AssertionError("a user is longer than what names it");
            }
        }
    }

    private static List<Route> asked(String path) {
        return Stream.of(Optional.ofNullable(ROUTES.at(path)), Optional.ofNullable(ROUTES.sockjsAt(path)))
                .flatMap(Optional::stream)
                .toList();
    }
}
