package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heartline.story.DocumentedProxy.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proxies of docs/OPERATIONS.md, as they are documented there. A proxy that is not installed is skipped. */
class ProxiesIT {
    private static final Map<Kind, DocumentedProxy> PROXIES = new EnumMap<>(Kind.class);

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = aCluster("proxies").with("--proxies=127.0.0.1").withNodes(1);
    }

    @AfterAll
    static void stop() {
        PROXIES.values().forEach(DocumentedProxy::close);
        cluster.close();
    }

    private static DocumentedProxy proxy(Kind kind) throws IOException {
        assumeTrue(kind.isInstalled(), "skipped: " + kind + " is not installed");
        if (!PROXIES.containsKey(kind)) {
            PROXIES.put(kind, DocumentedProxy.start(kind, cluster.node(1)));
        }
        return PROXIES.get(kind);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionOpensThroughAProxyAndGetsWhatIsPushedThroughIt(Kind kind) throws IOException {
        DocumentedProxy proxy = proxy(kind);
        String user = "ann-" + kind;
        try (Client ann = Client.of(user, "phone").connect(proxy.url())) {
            Http.Answer answer =
                    Http.post(proxy.url() + "/v1/push", "{\"user\":\"" + user + "\",\"body\":7,\"wait\":\"acked\"}");

            assertThat(answer.text()).contains("\"state\":\"acked\"");
            assertThat(ann.awaitMessages(1).bodies()).containsExactly("7");
        }
    }

    /** Without {@code Host}, the node would take the page of the proxy for one of another host. */
    @ParameterizedTest
    @EnumSource
    void aPageOfTheSameHostMayConnect(Kind kind) throws IOException {
        try (Wire wire = new Wire(proxy(kind).port())) {
            wire.upgrade("/v1/connect", "http://localhost");

            assertThat(wire.head().status()).isEqualTo(101);
        }
        try (Wire wire = new Wire(proxy(kind).port())) {
            wire.upgrade("/v1/connect", "http://elsewhere.example");

            assertThat(wire.head().status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsAnswered(Kind kind) throws IOException {
        Http.Answer answer = Http.postLines(
                proxy(kind).url() + "/v1/push/batch",
                List.of("{\"user\":\"ben\",\"body\":1}", "{\"user\":\"ben\",\"body\":2}"));

        assertThat(answer.text().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("\"state\":\"stored\""));
    }

    /** Caddy 2.6 can't do this. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CADDY")
    void aLineOfABatchIsAnsweredBeforeTheBatchEnds(Kind kind) throws IOException {
        try (Wire wire = new Wire(proxy(kind).port())) {
            wire.beginBatch();
            wire.chunk("{\"user\":\"ben\",\"body\":1}\n");

            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(wire.chunk()).contains("\"state\":\"stored\"");
            wire.endChunks();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamingAnswerBeginsAtOnce(Kind kind) throws IOException {
        assertStreams(kind.toString(), proxy(kind));
    }

    @Test
    void aStreamingAnswerBeginsAtOnceAlsoThroughNginxAsInstalled() throws IOException {
        assumeTrue(Kind.NGINX.isInstalled(), "skipped: nginx is not installed");
        try (DocumentedProxy proxy = DocumentedProxy.plainNginx(cluster.node(1))) {
            assertStreams("nginx with proxy_pass only", proxy);
        }
    }

    private static void assertStreams(String name, DocumentedProxy proxy) {
        try (Wire wire = new Wire(proxy.port())) {
            long start = System.nanoTime();
            wire.post("/v1/sockjs/000/" + name.replaceAll("\\W", "") + "-stream/xhr_streaming");

            assertThat(wire.head().status()).isEqualTo(200);
            assertThat(wire.chunk()).startsWith("hhhh");
            System.out.println("The first bytes of a streaming answer came through " + name + " after "
                    + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNodeIsShownBelowAPath(Kind kind) throws IOException {
        assertThat(Http.get(proxy(kind).url() + "/push/health/live").status()).isEqualTo(200);
    }
}
