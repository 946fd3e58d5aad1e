package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heartline.session.dialect.OtherText;
import io.heartline.session.dialect.Query;
import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.Routes;
import io.heartline.session.dialect.TokenPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFileTest {
    @TempDir
    Path folder;

    private Routes read(String yaml) throws IOException {
        return RoutesFile.read(Files.writeString(folder.resolve("routes.yaml"), yaml), false, Set.of("orders"));
    }

    private List<String> faults(boolean tokens, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("routes.yaml"), yaml);
        IllegalArgumentException refused = catchThrowableOfType(
                IllegalArgumentException.class, () -> RoutesFile.read(file, tokens, Set.of("orders")));
        assertThat(refused).as("faults").isNotNull();
        return String.valueOf(refused.getMessage()).lines().toList();
    }

    @Test
    void aNameThatIsNoTextIsAFault() throws IOException {
        assertThat(faults(false, "5.10: {path: '/a/{user}'}"))
                .containsExactly("routes: 5.1: the name of a route must be a text: write it in quotes");
    }

    @Test
    void everythingThatARouteMaySayIsRead() throws IOException {
        Route route = read("""
                chat:
                  path: /chat
                  user: {query: who}
                  token: {query: access_token}
                  heartbeats:
                    - {text: "007", answer: "7"}
                    - json: {type: 99, from: {kind: page}, tags: [1, x]}
                  otherText: {forward: orders}
                  keepMillis: 5000
                  sockjs: true
                """).all().get(0);

        assertThat(route.name()).isEqualTo("chat");
        assertThat(route.userIn("/chat", new Query("x&who=al%20ice+b"))).isEqualTo("al ice b");
        assertThat(route.token()).isEqualTo(new TokenPlace.InQuery("access_token"));
        assertThat(route.heartbeat("007").answer()).isEqualTo("7");
        assertThat(route.heartbeat("{\"type\":99,\"from\":{\"kind\":\"page\",\"n\":1},\"tags\":[1,\"x\"]}"))
                .isNotNull();
        assertThat(route.heartbeat("{\"type\":99,\"from\":{\"kind\":\"app\"},\"tags\":[1,\"x\"]}"))
                .isNull();
        assertThat(route.otherText()).isEqualTo(new OtherText.Forward("orders"));
        assertThat(route.keep()).isEqualTo(Duration.ofSeconds(5));
        assertThat(route.sockjs()).hasToString("/chat");
    }

    @Test
    void whatARouteDoesNotSayHasItsDefault() throws IOException {
        Route route = read("chat: {path: '/chat/{user}'}").all().get(0);

        assertThat(route.userIn("/chat/al%2Fice", new Query(null))).isEqualTo("al/ice");
        assertThat(route.keep()).isEqualTo(Duration.ofSeconds(60));
        assertThat(route.otherText()).isEqualTo(new OtherText.Ignore());
        assertThat(route.sockjs()).isNull();
        assertThat(read("").all()).isEmpty();
    }

    @Test
    void everyFaultIsToldAtOnceAndNamesRouteAndKey() throws IOException {
        List<String> faults = faults(false, """
                no name:
                  path: /a
                  user: {query: u}
                one:
                  path: /v1/push
                  user: {value: 0}
                  token: maybe
                  heartbeats: [{text: 123}, {json: []}, {text: a, json: {b: 1}}]
                  otherText: {forward: nobody}
                  keepMillis: soon
                  sockjs: 1
                  colour: red
                two:
                  path: /same/{user}
                  otherText: {forward: nobody}
                three:
                  path: /same/alice
                  user: {fixed: ''}
                four: 4
                five:
                  path: /five
                six:
                  user: {query: u}
                  keepMillis: -1
                """);

        assertThat(faults).allSatisfy(fault -> assertThat(fault).startsWith("routes: "));
        for (String fault : List.of(
                "no name: the name must be",
                "one: path: must not take in paths of Heartline itself: /v1",
                "one: user: value: must be from 1 to 16",
                "one: token: must be",
                "one: heartbeats: the one at 1 ",
                "one: heartbeats: the one at 2 ",
                "one: heartbeats: the one at 3 ",
                "one: keepMillis: must be a whole number",
                "one: sockjs: must be true or false",
                "one: colour: is no key",
                "two: otherText: forward: 'nobody' is not listed",
                "three: user: must be",
                "four: must be a mapping",
                "five: user: is missing, and there is no token",
                "six: path: is missing",
                "six: keepMillis: must be from 0 to")) {
            assertThat(faults)
                    .as(fault)
                    .filteredOn(each -> each.contains(fault))
                    .hasSize(1);
        }
    }

    @Test
    void routesThatStandInEachOthersWayAreNamed() throws IOException {
        assertThat(faults(false, """
                a: {path: '/x/{user}'}
                b: {path: /x/y, user: {fixed: u}}
                c: {path: /crm, user: {query: u}, sockjs: true}
                d: {path: /crm/info, user: {query: u}}
                """))
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).contains("b: path: ", "'a'"))
                .anySatisfy(fault -> assertThat(fault).contains("c: sockjsPath: ", "'d'"));
    }

    @Test
    void noRouteShadowsWhatHeartlineItselfAnswers() throws IOException {
        for (String path :
                List.of("/v1", "/v1/connect", "/health/live", "/metrics", "/openapi.json", "/{user}", "ws")) {
            assertThat(faults(false, "a: {path: '" + path + "', user: {fixed: u}}"))
                    .as(path)
                    .anySatisfy(fault -> assertThat(fault).startsWith("routes: a: path: "));
        }
        assertThat(read("a: {path: /, user: {fixed: u}}").at("/")).isNotNull();
    }

    @Test
    void whereClientsProveWhoTheyAreARouteSaysWhereTheTokenIsOrThatItIsOpen() throws IOException {
        assertThat(faults(true, "a: {path: '/a/{user}'}"))
                .singleElement()
                .asString()
                .startsWith("routes: a: token: is missing");
        Path file = folder.resolve("routes.yaml");
        Files.writeString(file, "a: {path: '/a/{user}', token: open}\nb: {path: /b, token: header}\n");
        assertThat(RoutesFile.read(file, true, Set.of()).all()).hasSize(2);
        assertThat(faults(false, "b: {path: /b, token: header}"))
                .singleElement()
                .asString()
                .startsWith("routes: b: user: is missing");
    }

    @Test
    void aFileThatCannotBeReadIsAFault() throws IOException {
        assertThat(faults(false, "a: [")).singleElement().asString().contains("routes: ", "is not YAML");
        assertThat(faults(false, "- a")).singleElement().asString().contains("must be a YAML mapping");
        assertThat(faults(false, "a: {path: /a, user: {fixed: u}}\na: {path: /b}"))
                .singleElement()
                .asString()
                .contains("is not YAML");
    }
}
