package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.story.Cluster.push;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The existing web pages, as the sample configuration serves them: the path, the heartbeat, and the answer of each. */
class PresetsIT {
    private static final String BODY = "{\"type\":100,\"body\":\"come\"}";
    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = aCluster("presets").with("--routes=docs/routes.yaml").withNodes(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** The page sends texts and gets these answers; then it gets a push to its user as it was published, once. */
    private static void speaks(String path, String user, List<String> texts, List<String> answers) {
        try (PlainPage page = PlainPage.at(path).connect(cluster.node(1))) {
            texts.forEach(page::say);
            eventually(
                    path + " is answered",
                    Duration.ofSeconds(30),
                    () -> page.texts().size() == answers.size());
            push(cluster.node(1), user, BODY);
            page.awaitAll(List.of(BODY));
            assertThat(page.texts())
                    .isEqualTo(Stream.concat(answers.stream(), Stream.of(BODY)).toList());
            eventually(
                    "the WebSocket of " + path + " has acknowledged the push",
                    Duration.ofSeconds(30),
                    () -> Http.get(cluster.node(1).url() + "/v1/users/" + user)
                                    .json()
                                    .getLong("pending")
                            == 0);
        }
    }

    @Test
    void theAdminPageIsNotAnswered() {
        speaks(
                "/websocket/message/admin",
                "admin",
                List.of("{\"type\":99,\"msg\":\"heartbeat from client\"}"),
                List.of());
    }

    @Test
    void theHandWrittenPageIsAnswered() {
        speaks("/ws?user=writer", "writer", List.of("123456789"), List.of("123456789"));
    }

    @Test
    void theCounterPageSeesWhatIsTyped() {
        speaks("/", "counter", List.of("heartbeat", "h", "hi"), List.of("heartbeat", "h", "hi"));
    }

    @Test
    void theCrmPageIsAnswered() {
        speaks("/wsCrm?jspCode=seller", "seller", List.of("HeartBeat"), List.of("HeartBeat"));
    }

    @Test
    void theMiniProgramGetsExactlyPong() {
        speaks("/websocket?7&walker", "walker", List.of("ping"), List.of("pong"));
    }
}
