package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.api.NodeHealth.Phase;
import io.heartline.auth.ApiKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeEndpointTest {
    private ApiGateway gateway;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start(ApiKeys.open());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aServingNodeIsReady() {
        HttpResponse<String> answer = gateway.get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ready\":true,\"reasons\":[]}");
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"STARTING", "DRAINING", "CLOSING", "LOST"})
    void aNodeThatIsNotServingIsNotReadyAndSaysSo(Phase phase) {
        gateway.health = new NodeHealth(phase, List.of());

        HttpResponse<String> answer = gateway.get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(ApiGateway.json(answer).getBoolean("ready")).isFalse();
        assertThat(ApiGateway.json(answer).getJsonArray("reasons")).hasSize(1);
    }

    @Test
    void aNodeWithAFaultIsNotReadyAndNamesIt() {
        gateway.health = new NodeHealth(Phase.SERVING, List.of("Too few nodes are in sight."));

        HttpResponse<String> answer = gateway.get("/health/ready");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(ApiGateway.json(answer).getJsonArray("reasons")).containsExactly("Too few nodes are in sight.");
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "LOST", mode = EnumSource.Mode.EXCLUDE)
    void aNodeIsAliveInEveryPhaseThatCanStillServe(Phase phase) {
        gateway.health = new NodeHealth(phase, List.of("It burns."));

        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aNodeThatHasLostItsPlaceIsNotAliveAndKnowsOfNoCopies() {
        gateway.health = new NodeHealth(Phase.LOST, List.of());

        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(503);
        assertThat(gateway.get("/health/live").body()).isEqualTo("{\"live\":false}");
        assertThat(gateway.get("/health/copied").statusCode()).isEqualTo(503);
    }

    @Test
    void allIsCopied() {
        HttpResponse<String> answer = gateway.get("/health/copied");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"copied\":true}");
    }

    @Test
    void notAllIsCopied() {
        gateway.copied = Future.succeededFuture(false);

        HttpResponse<String> answer = gateway.get("/health/copied");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"copied\":false}");
    }

    @Test
    void aNodeThatSeesTooFewOthersDoesNotKnowOfTheirCopies() {
        gateway.health = new NodeHealth(Phase.SERVING, List.of("Too few nodes are in sight."));

        assertThat(gateway.get("/health/copied").statusCode()).isEqualTo(503);
    }

    @Test
    void aNodeThatHasNotJoinedKnowsOfNoCopies() {
        gateway.health = new NodeHealth(Phase.STARTING, List.of());

        assertThat(gateway.get("/health/copied").statusCode()).isEqualTo(503);
    }

    @Test
    void theClusterIsShownWithItsNodes() {
        gateway.cluster = Future.succeededFuture(new ClusterView(
                true,
                List.of(
                        new ClusterView.Node("n1", "serving", 3L, 4L, 135, "1.0", 5_000L),
                        new ClusterView.Node("n2", "silent", null, null, 136, null, null)),
                List.of(new ClusterView.Guest("10.0.0.9:5801", 1_763_650_000_000L))));

        assertThat(ApiGateway.json(gateway.get("/v1/cluster")))
                .isEqualTo(new JsonObject()
                        .put("safe", true)
                        .put(
                                "nodes",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("node", "n1")
                                                .put("state", "serving")
                                                .put("sessions", 3)
                                                .put("users", 4)
                                                .put("partitions", 135)
                                                .put("version", "1.0")
                                                .put("uptimeMillis", 5_000))
                                        .add(new JsonObject()
                                                .put("node", "n2")
                                                .put("state", "silent")
                                                .put("sessions", null)
                                                .put("users", null)
                                                .put("partitions", 136)
                                                .put("version", null)
                                                .put("uptimeMillis", null)))
                        .put(
                                "guests",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("address", "10.0.0.9:5801")
                                                .put("since", 1_763_650_000_000L))));
    }

    @Test
    void aNodeThatIsAloneIsNotSafe() {
        ClusterView.Node one = new ClusterView.Node("n1", "serving", 0L, 0L, 271, "1.0", 5_000L);
        ClusterView.Node two = new ClusterView.Node("n2", "serving", 0L, 0L, 136, "1.0", 5_000L);
        gateway.cluster = Future.succeededFuture(ClusterView.of(true, List.of(one), List.of()));
        assertThat(ApiGateway.json(gateway.get("/v1/cluster")).getBoolean("safe"))
                .isFalse();

        assertThat(ClusterView.of(true, List.of(one, two), List.of()).safe()).isTrue();
        assertThat(ClusterView.of(false, List.of(one, two), List.of()).safe()).isFalse();
    }

    @Test
    void aFaultOfTheServerIs500AndKeepsItsParticulars() {
        gateway.cluster = Future.failedFuture(new IllegalStateException("secret"));

        HttpResponse<String> answer = gateway.get("/v1/cluster");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("INTERNAL");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void metricsAreTextForPrometheus() {
        HttpResponse<String> answer = gateway.get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("up 1\n");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    }
}
