package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.Principal;
import io.heartline.session.dialect.Routes;
import io.heartline.session.dialect.TestRoutes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
                    .onComplete(now -> loop.runOnContext(
                            turn -> checked.complete(new Principal("alice", null, Long.MAX_VALUE)))));
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
}
