package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.Principal;
import io.heartline.auth.Unauthorized;
import io.heartline.session.dialect.Routes;
import io.heartline.session.dialect.TestRoutes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The value of a SockJS session's id: one session has it, and who knows it does not have the session yet. */
class SockJsIdTest {
    private static final String CHAT = "/chat/sockjs/000/abc123/";

    private final TestNode.Choices choices = new TestNode.Choices();
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private void serve() throws Exception {
        choices.routes = new Routes(List.of(TestRoutes.sockjsWithToken()));
        choices.gateways = 3;
        start();
    }

    /** Starts a node whose clock stands still, so that no session ends for want of polls. */
    private void start() throws Exception {
        choices.clock = () -> Instant.ofEpochMilli(1_763_650_000_000L);
        node = new TestNode(choices);
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String body, String... headers) {
        HttpRequest.Builder post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            post.headers(headers);
        }
        return HttpClient.newHttpClient().sendAsync(post.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void firstPollsOfOneIdThatArriveAtOnceOpenOneSession() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Promise<Void> bothAreHere = Promise.promise();
        choices.authenticator = token -> {
            Context loop = Vertx.currentContext();
            asked.incrementAndGet();
            return Future.future(checked -> bothAreHere
                    .future()
                    .onComplete(now ->
                            loop.runOnContext(turn -> checked.complete(new Principal("alice", null, Long.MAX_VALUE)))));
        };
        serve();
        var one = post(CHAT + "xhr?token=t", "");
        var two = post(CHAT + "xhr?token=t", "");
        TestNode.await(node.until(() -> asked.get() == 2));

        bothAreHere.complete();

        var first = CompletableFuture.anyOf(one, two).get(20, TimeUnit.SECONDS);
        assertThat(((HttpResponse<?>) first).body()).isEqualTo("o\n");
        var second = first == one.getNow(null) ? two : one;
        TestNode.await(node.until(() -> !node.entries.state("alice").sessions().isEmpty()));
        node.push("alice", "1");
        assertThat(second.get(20, TimeUnit.SECONDS).body()).isEqualTo("a[\"1\"]\n");
        assertThat(node.entries.state("alice").sessions()).hasSize(1);
    }

    private void authenticate() {
        choices.authenticator = token -> switch (token) {
            case "of.alice.1", "of.alice.2" -> Future.succeededFuture(new Principal("alice", null, Long.MAX_VALUE));
            case "of.bob" -> Future.succeededFuture(new Principal("bob", null, Long.MAX_VALUE));
            default -> Future.failedFuture(Unauthorized.invalid("the token is malformed"));
        };
    }

    private int status(String path, String... headers) {
        return post(path, path.startsWith(CHAT) ? "[\"ping\"]" : "[]", headers)
                .join()
                .statusCode();
    }

    @Test
    void everyRequestOnARouteWithATokenNeedsOneOfTheSessionsUser() throws Exception {
        authenticate();
        serve();
        assertThat(post(CHAT + "xhr?token=of.alice.1", "").join().body()).isEqualTo("o\n");
        node.push("alice", "1");

        for (String transport : List.of("xhr", "xhr_streaming", "xhr_send")) {
            assertThat(status(CHAT + transport)).as(transport).isEqualTo(401);
            assertThat(status(CHAT + transport + "?token=forged")).as(transport).isEqualTo(401);
            assertThat(status(CHAT + transport + "?token=of.bob")).as(transport).isEqualTo(403);
        }
        assertThat(node.entries.state("bob").sessions()).isEmpty();
        assertThat(status(CHAT + "xhr_send?token=of.alice.2")).isEqualTo(204);
        String polled = "";
        while (!polled.contains("\"1\"") || !polled.contains("\"pong\"")) { // nobody else could take them
            polled += post(CHAT + "xhr?token=of.alice.2", "").join().body();
        }
    }

    @Test
    void aSessionOfAnOpenRouteBelongsToTheUserInTheUrlThatOpenedIt() throws Exception {
        choices.routes = new Routes(List.of(TestRoutes.crm()));
        start();
        String crm = "/wsCrm/sockJs/000/abc123/";
        assertThat(status(crm + "xhr?jspCode=alice")).isEqualTo(200);

        assertThat(status(crm + "xhr_send?jspCode=bob")).isEqualTo(403);
        assertThat(status(crm + "xhr?jspCode=bob")).isEqualTo(403);
        assertThat(status(crm + "xhr_send?jspCode=alice")).isEqualTo(204);
    }

    @Test
    void aSessionAnswersOnlyToTheOriginThatOpenedIt() throws Exception {
        serve();
        String own = "/v1/sockjs/000/own/";
        String page = "/v1/sockjs/000/page/";
        String[] origin = {"Origin", "https://good.example"};
        assertThat(status(own + "xhr")).isEqualTo(200);
        assertThat(status(page + "xhr", origin)).isEqualTo(200);

        for (String transport : List.of("xhr", "xhr_send")) {
            assertThat(status(own + transport, origin)).as(transport).isEqualTo(403);
            assertThat(status(page + transport)).as(transport).isEqualTo(403);
        }
        String hello = new JsonArray()
                .add("{\"t\":\"hello\",\"user\":\"alice\",\"device\":\"d\"}")
                .encode();
        assertThat(post(page + "xhr_send", hello, "Origin", "https://GOOD.example")
                        .join()
                        .statusCode())
                .isEqualTo(204);
        assertThat(post(page + "xhr", "", origin).join().body()).contains("welcome");
    }

    @Test
    void aPageOfThisHostMayLeaveItsOriginOut() throws Exception {
        choices.origins = List.of();
        serve();
        String path = "/v1/sockjs/000/same/";
        assertThat(status(path + "xhr")).isEqualTo(200);

        assertThat(status(path + "xhr_send", "Origin", "http://127.0.0.1:" + node.port()))
                .isEqualTo(204);
        assertThat(status(path + "xhr_send", "Origin", "http://localhost:" + node.port()))
                .isEqualTo(403);
    }
}
