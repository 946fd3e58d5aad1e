package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.api.ApiConfig;
import io.heartline.auth.AuthConfig;
import io.heartline.auth.Keys;
import io.heartline.cluster.ClusterConfig;
import io.heartline.cluster.ClusterConfig.Endpoint;
import io.heartline.cluster.ClusterConfig.Join;
import io.heartline.cluster.ClusterConfig.Timing;
import io.heartline.delivery.DeliveryConfig;
import io.heartline.session.SessionConfig;
import io.heartline.session.dialect.Routes;
import io.heartline.store.StoreConfig;
import io.heartline.telemetry.MeterNames;
import io.heartline.testsupport.Ports;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node exports every meter that has a name. */
class MetersIT {
    @Test
    void aNodeExportsEveryMeterButTheCountersOfWhatHasNotHappenedYet() throws Exception {
        HeartlineNode node = HeartlineNode.start(config(), Keys.read(AuthConfig.OPEN))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        String exported;
        try {
            exported = metrics(node.port());
        } finally {
            node.leave().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }

        assertThat(namesWithoutHelpIn(exported)).isEmpty();
        assertThat(namesNotIn(exported))
                .containsExactlyInAnyOrder(
                        "heartline_api_pushes",
                        "heartline_session_opened",
                        "heartline_session_closed",
                        "heartline_session_refused",
                        "heartline_session_pulls",
                        "heartline_auth_refused",
                        "heartline_auth_administered");
    }

    /** The metrics whose {@code # HELP} is missing or says nothing. */
    private static Set<String> namesWithoutHelpIn(String exported) {
        Set<String> names = new TreeSet<>();
        for (String line : exported.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                names.add(line.split(" ", -1)[2]);
            }
        }
        assertThat(names).hasSizeGreaterThan(40);
        for (String line : exported.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ") && words.length == 4 && !words[3].isBlank()) {
                names.remove(words[2]);
            }
        }
        return names;
    }

    private static Set<String> namesNotIn(String exported) throws IllegalAccessException {
        Set<String> names = new TreeSet<>();
        for (Field constant : MeterNames.class.getFields()) {
            String name = ((String) constant.get(null)).replace('.', '_');
            if (exported.lines().noneMatch(line -> line.startsWith(name))) {
                names.add(name);
            }
        }
        return names;
    }

    private static String metrics(int port) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static NodeConfig config() {
        return new NodeConfig(
                new NodeConfig.Listening(
                        "127.0.0.1", Ports.free(), 1, SessionLimit.of(10), 0, 32_768, Duration.ofSeconds(2)),
                new ClusterConfig(
                        "meters-" + Ports.free(),
                        new Endpoint("127.0.0.1", Ports.free(), null),
                        new Endpoint("127.0.0.1", Ports.free(), null),
                        Join.NOBODY,
                        1,
                        Timing.DEFAULT),
                StoreConfig.of(1),
                AuthConfig.OPEN,
                DeliveryConfig.DEFAULT,
                SessionConfig.DEFAULT,
                Routes.NONE,
                ApiConfig.DEFAULT);
    }
}
